/** How a workspace's traces are taken. */
export interface TraceSettings {
  /** Share of the traces that are looked at, the same ones everywhere: by trace id. */
  sample: number
  spansPerSecond: number
  /** Keep the digest of every request as it came. Its bytes are never kept. */
  keepDigests: boolean
}

export const defaultTraceSettings: TraceSettings = { sample: 1, spansPerSecond: 5_000, keepDigests: false }

const WORD = 2 ** 32

/** True for the same traces in every process: W3C Trace Context makes the last bytes of an id random. */
export function isSampled(trace: string, share: number): boolean {
  return share >= 1 || Number.parseInt(trace.slice(-8), 16) / WORD < share
}
