/** Exit codes every command keeps (see DESIGN: faces). */
export const exitCodes = {
  clean: 0,
  /** Findings over the threshold, components that cannot be called clean, or input that was not read to the end. */
  findings: 1,
  usage: 2,
  failure: 3,
} as const
