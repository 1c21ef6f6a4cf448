import type { Job } from '@contract/jobs.ts'

/** That knowledge is being read just now, and how far that is; `undefined`: none is. */
export function knowledgeReading(jobs: readonly Pick<Job, 'kind' | 'state' | 'step' | 'done' | 'total' | 'unit'>[]) {
  const job = jobs.find(({ kind, state }) => kind === 'refresh' && state === 'running')
  if (!job) return undefined
  const of = job.unit === 'feeds' && job.total !== null ? [job.done, job.total] : placeIn(job.step)
  return of ? `knowledge is being read (${of[0]} of ${of[1]} sources)` : 'knowledge is being read'
}

/** While a source is fetched, the step says which one it is. */
function placeIn(step: string): [number, number] | undefined {
  const found = /feed (\d+) of (\d+)/.exec(step)
  return found ? [Number(found[1]) - 1, Number(found[2])] : undefined
}
