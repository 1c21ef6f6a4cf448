import { isPast, residualWords } from '@contract/assurance-words.ts'
import { counted } from '@contract/fix-words.ts'
import { readNumber } from '@contract/read-number.ts'
import type { AssumptionEffectRow, AssumptionRequest, AssumptionRow, FormerAssumptionRow } from '@contract/reviews.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useDeferredValue, useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { TimeField } from '../parts/time-field.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { subjectWords } from './review-words.ts'
import { assumptionsQuery, effectQuery, useStateAssumption } from './use-reviews.ts'

const uses: Readonly<Record<AssumptionRow['used'], string>> = {
  reviews: 'moves reviews',
  risk: 'moves risk',
  nothing: 'moves no figure',
}

/** What is assumed, and a way to state it anew that shows first what would move. */
export function Assumptions() {
  const { data, error, refetch } = useQuery(assumptionsQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return null
  return (
    <ul className="max-w-5xl">
      {data.assumptions.map((one) => (
        <Item key={one.id} one={one} former={data.former.filter(({ id }) => id === one.id)} />
      ))}
    </ul>
  )
}

function Item({ one, former }: { one: AssumptionRow; former: readonly FormerAssumptionRow[] }) {
  const [changing, setChanging] = useState(false)
  const may = useMay('owner')
  const over = isPast(one.expiresOn)
  return (
    <li className="border-t border-line py-1.5">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-0 grow basis-64">
          {one.title}
          <span className="block text-sm text-muted">
            {one.source} · {one.isBuiltIn ? 'assumed (built in), as of' : 'stated'} {one.statedOn},{' '}
            <span className={over ? 'text-now' : ''}>
              {over ? `ran out ${one.expiresOn}` : `holds until ${one.expiresOn}`}
            </span>{' '}
            · {uses[one.used]}
          </span>
        </span>
        <span className="font-semibold whitespace-nowrap">
          {one.value.toLocaleString()} {one.unit}
        </span>
        {may && (
          <button
            type="button"
            className="button print:hidden"
            aria-expanded={changing}
            onClick={() => setChanging(!changing)}
          >
            Change<span className="sr-only"> {one.title}</span>
          </button>
        )}
      </div>
      {former.length > 0 && (
        <details className="text-sm">
          <summary className="w-fit py-1 text-accent">what it was before</summary>
          <ul>
            {former.map(({ replacedAt, replacedBy, value, unit, source }) => (
              <li key={replacedAt} className="text-muted">
                {value.toLocaleString()} {unit} ({source}), until <When at={replacedAt} />
                {replacedBy && ` by ${replacedBy}`}
              </li>
            ))}
          </ul>
        </details>
      )}
      {changing && <Change one={one} done={() => setChanging(false)} />}
    </li>
  )
}

const YEAR_MS = 365 * 86_400_000

function Change({ one, done }: { one: AssumptionRow; done: () => void }) {
  const today = new Date().toISOString().slice(0, 10)
  const [value, setValue] = useState(String(one.value))
  const [source, setSource] = useState('')
  const [expiresOn, setExpires] = useState(new Date(Date.now() + YEAR_MS).toISOString().slice(0, 10))
  const state = useStateAssumption()
  const { id, title, unit } = one
  const read = readNumber(value)
  const number = 'value' in read ? read.value : undefined
  const supposed: AssumptionRequest = {
    ...{ id, title, unit, value: number ?? one.value, statedOn: today, expiresOn },
    source: source.trim() || 'not said yet',
  }
  const asked = useDeferredValue(supposed)
  const wanted = number !== undefined && number !== one.value
  const effect = useQuery({ ...effectQuery({ ...asked, source: 'supposed' }), enabled: wanted })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (number === undefined) return
    state.mutate(supposed, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} className="mt-2 grid max-w-3xl gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-end gap-3">
        <label className="grid w-36 gap-1">
          <span className="font-medium">Value, {unit}</span>
          <input
            className="field"
            inputMode="decimal"
            required
            aria-invalid={number === undefined}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <label className="grid min-w-0 grow basis-56 gap-1">
          <span className="font-medium">Where it is from</span>
          <input
            className="field"
            required
            maxLength={500}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        </label>
        <TimeField
          label="Holds until"
          type="date"
          required
          min={today}
          value={expiresOn}
          onChange={(event) => setExpires(event.target.value)}
        />
      </div>
      <div role="status" className="min-h-5">
        {'why' in read && <span className="text-now">Not a number that can be reckoned with: {read.why}.</span>}
        {number === one.value && source !== '' && <span className="text-muted">It is the value that holds now.</span>}
        {wanted && effect.data && !effect.error && <Effect effect={effect.data} />}
        {wanted && effect.error && <span className="text-now">{effect.error.message}</span>}
      </div>
      <div className="flex gap-2">
        <button
          type="submit"
          className="button-primary"
          disabled={state.isPending || (wanted && effect.isError) || number === undefined}
        >
          State it
        </button>
        <button type="button" className="button" onClick={done}>
          Cancel
        </button>
      </div>
      <Refusal error={state.error} />
    </form>
  )
}

const FEW = 6
const yearly = (events: number | null) => (events === null ? 'unknown' : residualWords(events))

/** What would move, in words: before it is saved, not after. */
function Effect({ effect: { scenarios, reviews } }: { effect: AssumptionEffectRow }) {
  if (scenarios.length + reviews.length === 0) return <p>It would move nothing.</p>
  return (
    <>
      <p className="font-medium">
        It would move {counted(scenarios.length, 'risk')} and {counted(reviews.length, 'review')}:
      </p>
      <ul className="text-sm">
        {scenarios.slice(0, FEW).map(({ id, title, before, after, withinBefore, withinAfter }) => (
          <li key={id}>
            {title}: {yearly(before)} → {yearly(after)}, as assumed
            {withinBefore !== withinAfter && `, now ${withinAfter ? 'within' : 'above'} appetite`}
          </li>
        ))}
        {reviews.slice(0, FEW).map(({ kind, id, name, before, after }) => (
          <li key={`${kind} ${id}`}>
            {subjectWords[kind]} {name}: due {before} → {after}
          </li>
        ))}
        {scenarios.length + reviews.length > 2 * FEW && <li className="text-muted">and more</li>}
      </ul>
    </>
  )
}
