import { type FormEvent, useState } from 'react'
import { instantOf, localNow, localZone } from '../parts/local-time.ts'
import { TimeField } from '../parts/time-field.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { RegressionField } from './regression-field.tsx'
import { useCaseWork } from './use-cases.ts'

const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
/** What was changed because of a control that failed, or why nothing is and until when. */
export function ChangeForm({ caseId, control, done }: { caseId: string; control: string; done: () => void }) {
  const [kind, setKind] = useState<'control' | 'exception'>('control')
  const [shown] = useState(localNow)
  const { change } = useCaseWork(caseId)
  const mayExcept = useMay('owner')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const words = (name: string) => String(form.get(name) ?? '').trim() || null
    change.mutate(
      {
        ...{ control, kind, what: words('what') ?? '', regressionKey: words('regressionKey') },
        madeAt: instantOf(words('madeAt') ?? '', shown),
        ...{ owner: words('owner'), nextReview: words('nextReview'), until: words('until') },
      },
      { onSuccess: done },
    )
  }
  const isReal = kind === 'control'
  return (
    <form onSubmit={submit} className="grid max-w-3xl gap-3">
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="sr-only">What is done</legend>
        <label className="flex min-h-7 items-center gap-2">
          <input type="radio" name="kind" checked={isReal} onChange={() => setKind('control')} /> Something was changed
        </label>
        <label className="flex min-h-7 items-center gap-2">
          <input
            type="radio"
            name="kind"
            checked={!isReal}
            disabled={!mayExcept}
            onChange={() => setKind('exception')}
          />{' '}
          Nothing is changed: it is accepted until a day{!mayExcept && ' (needs the role "owner")'}
        </label>
      </fieldset>
      <label className="grid gap-1">
        <span className="font-medium">{isReal ? 'What was changed' : 'Why nothing is changed'}</span>
        <textarea className="field" name="what" rows={2} required minLength={isReal ? 1 : 10} maxLength={2_000} />
      </label>
      {isReal ? (
        <div className="grid gap-3 md:grid-cols-2">
          <TimeField
            key="madeAt"
            label={`Took effect (${localZone()})`}
            type="datetime-local"
            step={1}
            name="madeAt"
            defaultValue={shown}
          />
          <RegressionField control={control} />
          <label className="grid content-start gap-1">
            <span className="font-medium">Who answers for it</span>
            <input className="field" name="owner" maxLength={200} />
          </label>
          <TimeField
            label="Looked at again on"
            type="date"
            name="nextReview"
            min={inDays(1)}
            defaultValue={inDays(90)}
          />
        </div>
      ) : (
        <div className="grid max-w-60">
          {/* A field of its own: in the place of the other it would keep what that one said. */}
          <TimeField
            key="until"
            label="Its last day"
            type="date"
            name="until"
            required
            min={inDays(0)}
            max={inDays(365)}
            defaultValue={inDays(30)}
          />
        </div>
      )}
      <div className="flex gap-2">
        <button type="submit" className="button-primary" disabled={change.isPending}>
          {isReal ? 'Add the change' : 'Add the exception'}
        </button>
        <button type="button" className="button" onClick={done}>
          Cancel
        </button>
      </div>
      <Refusal error={change.error} />
    </form>
  )
}
