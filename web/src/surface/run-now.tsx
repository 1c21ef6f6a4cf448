import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useToldHere } from '../api/connection.ts'
import { useMay } from '../session/use-may.ts'
import { useLiveRun } from './live-run.tsx'
import { agentsQuery, useDiscover } from './queries.ts'

/** Starts a run over all seeds; while one goes on, leads to it. `primary`: it is what is to be done here. */
export function RunNow({ primary = false }: { primary?: boolean }) {
  const may = useMay('analyst')
  const { data: agents = [] } = useQuery({ ...agentsQuery, enabled: may })
  const [agent, setAgent] = useState('')
  const discover = useDiscover()
  const isLive = useLiveRun() !== undefined
  useToldHere(discover.error)
  if (isLive)
    return (
      <Link to="/surface/runs" className="chip text-accent">
        A run goes on
      </Link>
    )
  if (!may) return null
  return (
    <>
      {agents.length > 0 && (
        <select
          className="field w-auto max-w-full"
          aria-label="Who looks"
          value={agent}
          onChange={({ target }) => setAgent(target.value)}
        >
          <option value="">from this host</option>
          {agents.map(({ name }) => (
            <option key={name} value={name}>
              from {name}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className={primary ? 'button-primary mt-3' : 'chip'}
        disabled={discover.isPending}
        onClick={() => discover.mutate({ seeds: [], ...(agent !== '' && { agent }) })}
      >
        Discover
      </button>
      <span role="alert" className={discover.error ? 'text-sm text-now' : 'sr-only'}>
        {discover.error?.message}
      </span>
    </>
  )
}
