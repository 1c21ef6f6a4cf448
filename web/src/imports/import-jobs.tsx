import type { Job } from '@contract/jobs.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { jobsQuery } from '../api/queries.ts'
import { JobState } from '../frame/jobs.tsx'
import { useDismissed } from './dismissed.ts'

const SHOWN = 12
const SHOWN_MS = 15 * 60_000

/** A preview that is done stands above, with its numbers; what ended a while ago is in the list of imports. */
function isShown({ kind, state, endedAt }: Job): boolean {
  if (endedAt && Date.now() - Date.parse(endedAt) > SHOWN_MS) return false
  return kind === 'import' || (kind === 'preview' && state !== 'done')
}

/** What became of the files of this session, newest first; what has ended can be put away. */
export function ImportJobs() {
  const { data: jobs = [] } = useQuery(jobsQuery)
  const { isDismissed, dismiss } = useDismissed()
  const shown = jobs.filter((job) => isShown(job) && !isDismissed(job.id))
  if (shown.length === 0) return null
  const ended = shown.filter(({ state }) => state !== 'running').map(({ id }) => id)
  return (
    <section aria-label="What became of the files" className="mt-3">
      <ul className="divide-y divide-line rounded-md border border-line" aria-live="polite">
        {shown.slice(0, SHOWN).map((job) => (
          <li key={job.id} className="flex items-start gap-3 px-3 py-2">
            <ImportJob job={job} />
            {job.state !== 'running' && (
              <button
                type="button"
                className="button"
                aria-label={`Dismiss ${job.title}`}
                onClick={() => dismiss([job.id])}
              >
                Dismiss
              </button>
            )}
          </li>
        ))}
      </ul>
      {ended.length > 1 && (
        <button type="button" className="button mt-2" onClick={() => dismiss(ended)}>
          Dismiss all {ended.length.toLocaleString()} that have ended
        </button>
      )}
    </section>
  )
}

function ImportJob({ job }: { job: Job }) {
  return (
    <div className="min-w-0 flex-1">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="min-w-0 font-medium wrap-anywhere">{job.title}</span>
        {job.result?.assetId && (
          <Link to="/assets/$id" params={{ id: job.result.assetId }} className="text-accent underline">
            See what it found
          </Link>
        )}
      </p>
      <JobState job={job} />
    </div>
  )
}
