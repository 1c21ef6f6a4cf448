import { foldedProblem } from '@contract/folded-problem.ts'
import type { Job } from '@contract/jobs.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { jobsQuery } from '../api/queries.ts'
import { Menu } from '../parts/menu.tsx'
import { Progress } from '../parts/progress.tsx'

const SHOWN = 8

/** Long work: how many run now; opens to each with its counts and a way to stop it. */
export function Jobs() {
  const { data: jobs = [] } = useQuery(jobsQuery)
  const running = jobs.filter((job) => job.state === 'running').length
  if (jobs.length === 0) return null
  const label = running > 0 ? `${running} ${running === 1 ? 'job' : 'jobs'} running` : 'Jobs'
  return (
    <Menu label={<span aria-live="polite">{label}</span>} align="right">
      <ul className="w-72 divide-y divide-line">
        {jobs.slice(0, SHOWN).map((job) => (
          <JobItem key={job.id} job={job} />
        ))}
      </ul>
    </Menu>
  )
}

function JobItem({ job }: { job: Job }) {
  const stop = useMutation({ mutationFn: () => send('DELETE', `/jobs/${job.id}`) })
  return (
    <li className="px-3 py-2 text-sm">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={job.title}>
          {job.title}
        </span>
        {job.state === 'running' && (stop.isPending || stop.isSuccess) && (
          <span className="text-muted">Stopping …</span>
        )}
        {job.state === 'running' && (stop.isIdle || stop.isError) && (
          <button type="button" className="text-accent underline" onClick={() => stop.mutate()}>
            Stop
          </button>
        )}
      </div>
      <JobState job={job} />
    </li>
  )
}

export function JobState({ job }: { job: Job }) {
  if (job.state === 'running') return <Progress step={job.step} done={job.done} total={job.total} unit={job.unit} />
  if (job.state === 'done') return <p className="text-muted wrap-anywhere">Done: {job.result?.summary}</p>
  if (job.state === 'stopped') return <p className="text-muted">Stopped. What was read before stays.</p>
  return <Failed problem={job.problem} />
}

/** Why it failed; the formats that are read are opened by who wants to know them. */
function Failed({ problem }: Pick<Job, 'problem'>) {
  const { said, list } = foldedProblem(problem)
  return (
    <div className="text-now wrap-anywhere">
      <p>Failed: {said}</p>
      {list && (
        <details className="text-ink">
          <summary>Which formats are read</summary>
          <p className="text-muted">{list}</p>
        </details>
      )}
    </div>
  )
}
