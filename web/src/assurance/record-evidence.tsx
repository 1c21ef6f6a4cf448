import type { ControlRow } from '@contract/controls.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, Fragment, useId, useState } from 'react'
import { instantOf, localNow, localZone } from '../parts/local-time.ts'
import { TimeField } from '../parts/time-field.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { type Observation, type ObservationId, observationOf, observations } from './observations.ts'
import { scenariosQuery, useRecordEvidence } from './use-assurance.ts'

interface Props {
  control: Pick<ControlRow, 'id' | 'name' | 'version'>
  /** What is asked for first. */
  first?: ObservationId
}

/**
 * Records what somebody saw of a control: it moves what risk credits it with at once, and is never changed. What was just
 * recorded is not recorded again until something in the form is changed.
 */
export function RecordEvidence({ control, first = 'probe' }: Props) {
  const may = useMay('analyst')
  const [id, setId] = useState<ObservationId>(first)
  const form = useId()
  const [shown] = useState(localNow)
  const record = useRecordEvidence()
  if (!may) return <p className="text-muted">Recording evidence needs the role "analyst".</p>
  const what = observationOf(id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const words = (name: string) => String(said.get(name) ?? '').trim()
    record.mutate({
      ...{ control: control.id, version: control.version, kind: what.kind, aspect: what.aspect },
      result: words('result') as 'pass' | 'fail',
      demands: what.counts !== undefined ? Number(words('demands')) : 1,
      at: instantOf(words('at'), shown),
      note: words('note') || null,
    })
  }
  return (
    <form onSubmit={submit} className="max-w-3xl" onChange={() => record.data && record.reset()}>
      <div className="grid gap-3 md:grid-cols-2">
        <label className="grid content-start gap-1">
          <span className="font-medium">What was seen</span>
          <select className="field" value={id} onChange={(event) => setId(event.target.value as ObservationId)}>
            {observations.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
          <span className="text-sm text-muted">{what.hint}</span>
        </label>
        <Result key={id} what={what} form={form} />
        {what.counts !== undefined && (
          <label className="grid content-start gap-1">
            <span className="font-medium">{what.counts}</span>
            <input className="field" type="number" name="demands" min={1} max={1e9} required defaultValue={1} />
          </label>
        )}
        <TimeField
          label={`Seen at (${localZone()})`}
          type="datetime-local"
          step={1}
          name="at"
          required
          defaultValue={shown}
        />
        <label className="grid content-start gap-1">
          <span className="font-medium">Note</span>
          <input className="field" name="note" maxLength={300} placeholder="how it was seen" />
        </label>
      </div>
      <button type="submit" className="button-primary mt-3" disabled={record.isPending || record.data !== undefined}>
        {record.isPending ? 'Recording …' : 'Record evidence'}
      </button>
      <p role="status" className="mt-2 first:hidden">
        {record.data && (
          <>
            Recorded, and in the chain for good. {what.effect} <StandsAgainst control={control.id} />
          </>
        )}
      </p>
      <Refusal error={record.error} />
    </form>
  )
}

/** The way to what may have moved. */
function StandsAgainst({ control }: { control: string }) {
  const { data = [] } = useQuery(scenariosQuery)
  const guarded = data.filter(({ barriers }) => barriers.some((barrier) => barrier.control === control))
  if (guarded.length === 0) return null
  return (
    <>
      It stands against{' '}
      {guarded.map(({ id, title }, place) => (
        <Fragment key={id}>
          {place > 0 && '; '}
          <Link to="/assurance/scenarios/$id" params={{ id }} className="text-accent underline wrap-anywhere">
            {title}
          </Link>
        </Fragment>
      ))}
      .
    </>
  )
}

function Result({ what, form }: { what: Observation; form: string }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Result</legend>
      {(['pass', 'fail'] as const).map((result) => (
        <label key={result} className="flex min-h-7 items-center gap-2">
          <input type="radio" name="result" value={result} required id={`${form}-${result}`} /> {what[result]}
        </label>
      ))}
    </fieldset>
  )
}
