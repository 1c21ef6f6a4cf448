/** `complete`: all kept. `partial`: some dropped. `failed`: nothing usable, the last good state stays. `unchanged`: same bytes as before. */
export type OutcomeStatus = 'complete' | 'partial' | 'failed' | 'unchanged'

/** Why records were left out: a stable code, how many, and a first example in words. */
export interface Dropped {
  readonly code: string
  readonly example: string
  count: number
}

/** Partial success as data: what was read, kept and dropped, and why. Every feed, import and scan returns one. */
export interface Outcome {
  status: OutcomeStatus
  read: number
  kept: number
  dropped: Dropped[]
}

const MAX_EXAMPLE = 300

export function emptyOutcome(): Outcome {
  return { status: 'complete', read: 0, kept: 0, dropped: [] }
}

/** Counts one dropped record under `code`, keeping the first example. */
export function dropRecord(outcome: Outcome, code: string, example: string): void {
  const known = outcome.dropped.find((entry) => entry.code === code)
  if (known) known.count++
  else outcome.dropped.push({ code, example: example.slice(0, MAX_EXAMPLE), count: 1 })
}

/** The status the counts imply: `failed` when records were read and none kept. */
export function outcomeStatus(outcome: Outcome): OutcomeStatus {
  if (outcome.dropped.length === 0) return 'complete'
  return outcome.kept === 0 ? 'failed' : 'partial'
}
