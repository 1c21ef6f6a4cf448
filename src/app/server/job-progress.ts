import type { Entry } from './job-entry.ts'
import type { Progress } from './types.ts'

const NOTIFY_MS = 200

/** Tells of every step in time, at most once in 200 ms; the last one of a burst is told when its time has come. */
export function progressOf({ job, controller }: Pick<Entry, 'job' | 'controller'>, tellStep: () => void): Progress {
  let told = 0
  let due: NodeJS.Timeout | undefined
  const tell = () => {
    due = undefined
    told = performance.now()
    if (job.state === 'running') tellStep()
  }
  return (step, done, total, unit) => {
    controller.signal.throwIfAborted()
    Object.assign(job, { step, done, total: total ?? null, unit: unit ?? '' })
    const wait = told + NOTIFY_MS - performance.now()
    if (wait <= 0) tell()
    else if (!due) due = setTimeout(tell, wait).unref()
  }
}
