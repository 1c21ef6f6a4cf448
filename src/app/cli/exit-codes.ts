/** Exit codes every command keeps (see DESIGN: faces). */
export const exitCodes = {
  clean: 0,
  /** Findings over the threshold, components that cannot be called clean, or input that was not read to the end. */
  findings: 1,
  usage: 2,
  failure: 3,
} as const

/** Problems of what a command was given: with another argument or option it could be done. */
const ofUsage: ReadonlySet<string> = new Set([
  'bad-settings',
  'no-such-agent',
  'no-such-name',
  'no-such-range',
  'no-such-seed',
  'nothing-kept',
  'public-suffix',
  'range-too-wide',
  'statement-missing',
])

/** The exit code of a command that ended with a problem. */
export function exitCodeOf({ code }: { code: string }): number {
  return ofUsage.has(code) ? exitCodes.usage : exitCodes.failure
}
