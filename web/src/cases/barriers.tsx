import type { CaseDetail } from '@contract/assurance-cases.ts'
import type { ControlRow } from '@contract/controls.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { controlsQuery } from '../assurance/use-assurance.ts'
import { LongText } from '../parts/long-text.tsx'
import { Refusal } from '../session/login.tsx'
import { useCaseWork } from './use-cases.ts'

type Outcome = CaseDetail['barriers'][number]['outcome']

const looks: Readonly<Record<Outcome, readonly [mark: string, look: string]>> = {
  held: ['■', 'bg-holding-tint text-holding'],
  failed: ['✕', 'border border-dashed border-current text-now'],
  missing: ['', 'hatched border border-dashed border-line'],
}

function Mark({ outcome }: { outcome: Outcome }) {
  const [mark, look] = looks[outcome]
  return (
    <span className={`inline-flex w-20 justify-center rounded-md px-1.5 text-sm font-medium ${look}`}>
      <span className={`inline-flex items-center gap-1.5 ${outcome === 'missing' ? 'bg-paper px-1' : ''}`}>
        {mark && <span aria-hidden>{mark}</span>}
        {outcome}
      </span>
    </span>
  )
}

/** Which safeguards held, failed or were missing. */
export function Barriers({ one, works }: { one: CaseDetail; works: boolean }) {
  const { data: registered } = useQuery(controlsQuery)
  const controls = registered ?? []
  return (
    <>
      {one.barriers.length > 0 && (
        <ul className="max-w-4xl">
          {one.barriers.map(({ controlId, outcome, note }) => (
            <li key={controlId} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
              <Mark outcome={outcome} />
              <Link to="/assurance/controls/$id" params={{ id: controlId }} className="text-accent underline">
                {controls.find(({ id }) => id === controlId)?.name ?? controlId}
              </Link>
              {note && (
                <span className="text-muted wrap-anywhere">
                  <LongText text={note} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {registered?.length === 0 && <p className="text-muted">No control is registered: a register names them.</p>}
      {works && controls.length > 0 && <Say one={one} controls={controls} />}
    </>
  )
}

interface SayProps {
  one: CaseDetail
  controls: readonly Pick<ControlRow, 'id' | 'name' | 'system' | 'state'>[]
}

function Say({ one, controls }: SayProps) {
  const { barrier } = useCaseWork(one.id)
  // Those of its system first, for they are what it met; among them what is dead now.
  const rank = ({ system, state }: SayProps['controls'][number]) =>
    Number(one.system === null || system !== one.system) * 2 + Number(state !== 'dead')
  const sorted = controls.toSorted((a, b) => rank(a) - rank(b))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const note = String(form.get('note')).trim()
    const element = event.currentTarget
    barrier.mutate(
      { control: form.get('control'), outcome: form.get('outcome'), note: note === '' ? null : note },
      { onSuccess: () => element.reset() },
    )
  }
  return (
    <form onSubmit={submit} className="mt-2 flex max-w-4xl flex-wrap items-end gap-3 print:hidden">
      <label className="grid gap-1">
        <span className="font-medium">Safeguard</span>
        <select className="field" name="control" required defaultValue="">
          <option value="" disabled>
            choose one
          </option>
          {sorted.map(({ id, name, state }) => (
            <option key={id} value={id}>
              {name}
              {state === 'dead' && ' (dead now)'}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1">
        <span className="font-medium">It</span>
        <select className="field" name="outcome" defaultValue="failed">
          <option value="held">held</option>
          <option value="failed">failed</option>
          <option value="missing">was missing</option>
        </select>
      </label>
      <label className="grid min-w-0 grow basis-56 gap-1">
        <span className="font-medium">How that is known</span>
        <input className="field" name="note" maxLength={1_000} />
      </label>
      <button type="submit" className="button" disabled={barrier.isPending}>
        Say so
      </button>
      <Refusal error={barrier.error} />
    </form>
  )
}
