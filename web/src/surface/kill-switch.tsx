import { useQuery } from '@tanstack/react-query'
import { useToldHere } from '../api/connection.ts'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { scopeQuery, useScopeChange } from './queries.ts'

/** Stops every probe; only administrators let them go again. */
export function KillSwitch() {
  const { data } = useQuery(scopeQuery)
  const change = useScopeChange()
  useToldHere(change.error)
  const [mayStop, mayRelease] = [useMay('analyst'), useMay('admin')]
  if (!data) return null
  const { stopped } = data.settings
  const set = (wanted: boolean) => change.mutate({ method: 'POST', path: '/stop', body: { stopped: wanted } })
  return (
    <div className="flex flex-wrap items-center gap-3">
      {stopped ? (
        <p className="font-medium text-now">
          All probes were stopped by {stopped.by} <When at={stopped.at} />.
        </p>
      ) : (
        <p className="text-muted max-md:sr-only">Probes may run.</p>
      )}
      {!stopped && mayStop && (
        <button
          type="button"
          className="button border-now text-now"
          disabled={change.isPending}
          onClick={() => set(true)}
        >
          Stop all probes
        </button>
      )}
      {stopped && mayRelease && (
        <button type="button" className="button" disabled={change.isPending} onClick={() => set(false)}>
          Let probes run again
        </button>
      )}
      {stopped && !mayRelease && <span className="text-sm text-muted">An administrator can release them.</span>}
      <span role="alert" className={change.error ? 'text-sm text-now' : 'sr-only'}>
        {change.error?.message}
      </span>
    </div>
  )
}
