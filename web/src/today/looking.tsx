import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { jobsQuery } from '../api/queries.ts'
import { runsQuery } from '../surface/queries.ts'
import { seenSoFar } from '../surface/run-words.ts'

/** While discovery looks, what it sees is not judged yet: "nothing to fix" does not speak of that. */
export function Looking() {
  const { data: jobs = [] } = useQuery(jobsQuery)
  const job = jobs.find(({ kind, state }) => kind === 'discover' && state === 'running')
  const { data: runs = [] } = useQuery({ ...runsQuery, enabled: job !== undefined })
  if (!job) return null
  const seen = seenSoFar(runs.find(({ id }) => id === job.id)?.counts ?? {})
  return (
    <p>
      Discovery is looking{seen === '' ? '' : `: ${seen} so far`}. What it finds is{' '}
      <Link to="/surface" className="text-accent underline">
        on the surface
      </Link>{' '}
      now, and judged here when the run ends.
    </p>
  )
}
