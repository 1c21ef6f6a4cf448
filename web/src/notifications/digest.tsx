import type { DigestRequest, DigestState } from '@contract/notifications.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { digestQuery, useEndDigest, usePutDigest } from './use-notifications.ts'

/** A person's own mail: what is new, due, overdue and about to end. */
export function Digest() {
  const { data, error, refetch } = useQuery(digestQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={2} height={44} />
  const [first] = data.targets
  if (!first)
    return (
      <p className="prose-width text-muted">
        What is new, due, overdue and about to end can come by mail. For that an administrator makes a target of the
        kind E-mail.
      </p>
    )
  return <DigestForm key={JSON.stringify(data.digest)} state={data} first={first.id} />
}

function DigestForm({ state, first }: { state: DigestState; first: string }) {
  const { digest, targets } = state
  const [draft, setDraft] = useState<DigestRequest>(digest ?? { target: first, address: '', cadence: 'daily' })
  const put = usePutDigest()
  const end = useEndDigest()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(draft)
  }
  return (
    <form onSubmit={submit} className="max-w-3xl">
      <p className="text-muted">
        What is new, due, overdue and about to end, at 6:00 UTC. A day with nothing to tell has no mail.
      </p>
      <div className="mt-2 flex flex-wrap items-end gap-3">
        <label className="grid grow gap-1">
          <span className="font-medium">Send it to</span>
          <input
            className="field"
            type="email"
            required
            autoComplete="email"
            value={draft.address}
            onChange={(event) => setDraft({ ...draft, address: event.target.value })}
          />
        </label>
        <label className="grid gap-1">
          <span className="font-medium">How often</span>
          <select
            className="field"
            value={draft.cadence}
            onChange={(event) => setDraft({ ...draft, cadence: event.target.value as DigestRequest['cadence'] })}
          >
            <option value="daily">every day</option>
            <option value="weekly">on Mondays</option>
          </select>
        </label>
        {targets.length > 1 && (
          <label className="grid gap-1">
            <span className="font-medium">Through</span>
            <select
              className="field"
              value={draft.target}
              onChange={(event) => setDraft({ ...draft, target: event.target.value })}
            >
              {targets.map((target) => (
                <option key={target.id} value={target.id}>
                  {target.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" className="button" disabled={put.isPending}>
          {digest ? 'Save' : 'Send me a digest'}
        </button>
        {digest && (
          <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate()}>
            Send no digest
          </button>
        )}
      </div>
      <p role="status" className="min-h-5 pt-1 text-muted">
        {digest && `You get a digest ${digest.cadence === 'daily' ? 'every day' : 'on Mondays'} at ${digest.address}.`}
      </p>
      <Refusal error={put.error ?? end.error} />
    </form>
  )
}
