import type { Problem, Result } from '#core/kernel'
import type { Config } from '#platform/config'
import type { WorkSummary } from '../server/index.ts'

/** The pieces of work that run apart, by the name of the flow. */
export type Task = 'importFile' | 'previewImport' | 'loadSample' | 'refreshFeeds' | 'reassess'

/** From the server to the process that works for it. */
export type Order =
  | { type: 'open'; config: Config }
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
