import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { jobsQuery } from '../api/queries.ts'

/** While discovery looks, what it sees is not judged yet: "nothing to fix" does not speak of that. */
export function Looking() {
  const { data: jobs = [] } = useQuery(jobsQuery)
  if (!jobs.some(({ kind, state }) => kind === 'discover' && state === 'running')) return null
  return (
    <p>
      Discovery is looking: what it finds is{' '}
      <Link to="/surface" className="text-accent underline">
        on the surface
      </Link>{' '}
      now, and judged here when the run ends.
    </p>
  )
}
