import type { Job } from '#contract'
import type { Problem, Result } from '#core/kernel'
import { isConnectionLoss } from '#platform/database'
import type { JobEnd } from '#platform/jobs'
import type { Changed, Progress, WorkSummary } from './types.ts'

/** Kinds of long work. */
export type Kind = Job['kind']
type Payload = Record<string, unknown>

/** What is to be done; the payload is all that a restarted server needs to do it. */
export interface JobRequest {
  kind: Kind
  title: string
  /** `null`: everybody's (feeds). */
  workspaceId: string | null
  payload: Payload
}

/** Does one kind of work. Taken up again after a crash, so that doing it twice must be the same as doing it once. */
export interface Worker {
  /** What lists should read again when it ends. */
  changes: readonly Changed[]
  /** What lists should read again while it goes on: what it finds is kept bit by bit. */
  live?: readonly Changed[]
  /** Work that people look up elsewhere: of jobs they see it only when it failed. */
  quiet?: boolean
  run(request: JobRequest, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>>
}

/** A job as this process knows it. */
export interface Entry {
  job: Job
  /** Jobs of the instance (feeds) are everybody's; others are seen in their workspace only. */
  workspaceId: string | null
  controller: AbortController
  request: JobRequest
  /** When lists were last told to read again what it has found so far. */
  livedAt: number
  /** How often the work was begun, by any process. */
  attempts: number
  /** Stopped by a person: it is not taken up again. */
  dismissed: boolean
  /** False: another process is at it, or it waits for one. */
  isHere: boolean
  /** When this process learnt of it, by its own monotonic clock. */
  since: number
}

/** Whoever looks on sees what was found so far as often. */
export const LIVE_MS = 2_000
/** Accepted work is not given up lightly: only what ended its process this often must be at fault itself. */
export const MOST_ATTEMPTS = 100

/** A job that somebody stopped ends as such, whatever it still says of itself. */
export function endOf({ workspaceId, dismissed, job: { state, result, problem } }: Entry): Omit<JobEnd, 'id'> {
  return dismissed || state === 'running'
    ? { workspaceId, state: 'stopped', result: null, problem: null }
    : { workspaceId, state, result, problem }
}

/** Its step while no process does it. */
export const WAITING = 'waiting for a free worker'

/** What people are told of work that threw. */
export const failure: Problem = { code: 'failure', message: 'this is a fault in Lunette: the log has the details' }

/** Work that its database left is not over. */
export const databaseGone: Problem = {
  code: 'database-gone',
  message: 'the database went away: the work is taken up again when it is back',
}

/** Another holds the lock of what work of this kind may do. */
function isBusy(kind: Kind, code: string): boolean {
  return code === 'knowledge-busy' || (kind === 'discover' && code === 'already-running')
}

/**
 * Work that failed by no fault of its own is not over: its database went away, or the process it was taken over from has
 * left a connection behind that still holds the lock of the one who may.
 */
export function isInterrupted(entry: Entry, outcome: Result<WorkSummary>): boolean {
  if (outcome.ok || entry.attempts > MOST_ATTEMPTS) return false
  const { code, cause } = outcome.error
  return code === databaseGone.code || isConnectionLoss(cause) || (entry.attempts > 1 && isBusy(entry.job.kind, code))
}

/** Jobs of the instance are everybody's. */
export function isSeenBy(entry: Entry, workspaceId: string): boolean {
  return entry.workspaceId === null || entry.workspaceId === workspaceId
}

/** What a job that is done says of itself. */
export function pick({ summary, assetId, importId, previewId }: WorkSummary): Job['result'] {
  return { summary, ...(assetId && { assetId }), ...(importId && { importId }), ...(previewId && { previewId }) }
}
