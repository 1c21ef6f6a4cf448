import type { Instant } from '#core/kernel'
import type { DiscoveryLook, NamedAsset } from '#core/vocabulary'

export const runStates = ['running', 'complete', 'partial', 'stopped', 'failed'] as const
export type RunState = (typeof runStates)[number]

/** What a run could not look at. */
export interface RunTrouble {
  subject: string
  by: string
  code: string
  detail: string
}

/** What a run says of itself whose process ended before it was done, and that another went on with. */
export const TAKEN_UP = 'taken up again after an interruption; what it had looked at is not looked at twice'

/** One run of discovery. */
export interface DiscoveryRun {
  /** The job's id. */
  id: string
  state: RunState
  seeds: NamedAsset[]
  vantage: string
  /** How closely it looks. */
  look: DiscoveryLook
  startedBy: string
  startedAt: string
  endedAt: string | null
  stage: string | null
  /** How much was seen, by kind. */
  counts: Record<string, number>
  /** How much was sent, and what was refused. */
  sent: Record<string, number>
  troubles: RunTrouble[]
  problem: string | null
}

/** Complete runs that must miss something, one after the other, before it is gone. */
export const MISSES_UNTIL_GONE = 2

/** Which run sees something, from where and when: its beginning, which is the time of all that it says. */
export interface TrackedRun {
  workspaceId: string
  runId: string
  vantage: string
  look: DiscoveryLook
  at: Instant
}
