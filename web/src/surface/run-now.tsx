import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../session/use-may.ts'
import { runsQuery, useDiscover } from './queries.ts'

/** Starts a run over all seeds; while one goes on, leads to it. */
export function RunNow() {
  const may = useMay('analyst')
  const { data: runs = [] } = useQuery(runsQuery)
  const discover = useDiscover()
  if (runs.some(({ state }) => state === 'running'))
    return (
      <Link to="/surface/runs" className="chip text-accent">
        A run goes on
      </Link>
    )
  if (!may) return null
  return (
    <>
      <button type="button" className="chip" disabled={discover.isPending} onClick={() => discover.mutate([])}>
        Discover
      </button>
      <span role="alert" className={discover.error ? 'text-sm text-now' : 'sr-only'}>
        {discover.error?.message}
      </span>
    </>
  )
}
