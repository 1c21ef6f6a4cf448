/** What the log of probes is narrowed to. */
export interface ProbeSearch {
  target?: string
}

/** The same of an address. */
export function probeSearch({ target }: Record<string, unknown>): ProbeSearch {
  return typeof target === 'string' && target !== '' ? { target } : {}
}
