import { Refusal } from '../../session/login.tsx'
import { useScopeChange } from '../queries.ts'
import { proposedWatch } from '../watch.tsx'

/** Proposes how often it looks by itself, so that tomorrow says what changed. */
export function WatchStep() {
  const change = useScopeChange()
  return (
    <div className="mt-1">
      <p className="prose-width text-muted">
        Names every 6 hours, certificates every 12, ports every day, services every 2 days and everything every week.
        What came, went and changed is listed under Changes, and what is urgent is told at once.
      </p>
      <button
        type="button"
        className="button-primary mt-3"
        disabled={change.isPending}
        onClick={() => change.mutate({ method: 'PUT', path: '/watch', body: proposedWatch })}
      >
        Watch as proposed
      </button>
      <Refusal error={change.error} />
    </div>
  )
}
