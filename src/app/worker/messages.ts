import type { Problem, Result } from '#core/kernel'
import type { Config } from '#platform/config'
import type { WorkSummary } from '../server/index.ts'

/** The pieces of work that run apart, by the name of the flow. */
export type Task = 'discover' | 'importFile' | 'previewImport' | 'loadSample' | 'refreshFeeds' | 'reassess'

/**
 * A process each: what somebody waits for need not wait for feeds to be read. Priority (0 … 19, lower later): for files
 * somebody waits as for an answer, discovery lets answers go first, knowledge takes only what nobody else needs. Young
 * generation (MiB of each half): batches of findings are larger than Node's usual one, so that a third of an import was
 * spent on copying them; feeds are read record by record, and a small one halves what that takes of memory. Heap (MiB): a
 * large import grows to so much, and looking for garbage on the way there finds little.
 */
export const lanes = {
  files: { tasks: ['importFile', 'previewImport', 'loadSample'], niceness: 0, semiSpace: 32, heap: 400 },
  discovery: { tasks: ['discover'], niceness: 3, semiSpace: 16, heap: 64 },
  knowledge: { tasks: ['refreshFeeds', 'reassess'], niceness: 19, semiSpace: 8, heap: 64 },
} as const satisfies Record<string, { tasks: readonly Task[]; niceness: number; semiSpace: number; heap: number }>
export type Lane = keyof typeof lanes

/**
 * How far a lane's connections to the database step back at most: while one of them holds a lock, such as the log's, all
 * others wait until it has had its turn.
 */
const MOST_DATABASE_NICENESS = 5

/** Priority of what a lane asks of the database. */
export function databaseNiceness(lane: Lane): number {
  return Math.min(MOST_DATABASE_NICENESS, lanes[lane].niceness)
}

/** From the server to the process that works for it. */
export type Order =
  | { type: 'open'; config: Config; lane: Lane }
  | { type: 'run'; id: string; task: Task; work: unknown }
  | { type: 'stop'; id: string }

/** And back. */
export type News =
  | { type: 'progress'; id: string; step: string; done: number; total?: number | undefined; unit?: string | undefined }
  | { type: 'end'; id: string; outcome: Result<WorkSummary> }

/** A problem as it crosses: without its cause. */
export function plain({ code, message }: Problem): Problem {
  return { code, message }
}
