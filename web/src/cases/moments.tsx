import type { CaseDetail, CaseMomentRow } from '@contract/assurance-cases.ts'
import { type FormEvent, useState } from 'react'
import { TimeField } from '../parts/time-field.tsx'
import { Refusal } from '../session/login.tsx'
import { momentWords, stepWords } from './case-words.ts'
import { useCaseWork } from './use-cases.ts'

/** When things happened, oldest first; how sure anybody is stands beside each. */
export function Moments({ one, works }: { one: CaseDetail; works: boolean }) {
  return (
    <>
      {one.moments.length === 0 ? (
        <p className="text-muted">Nobody has said yet when anything happened.</p>
      ) : (
        <ol className="border-l border-line">
          {one.moments.map((moment) => (
            <Moment key={moment.id} moment={moment} />
          ))}
        </ol>
      )}
      {works && <Say one={one} />}
    </>
  )
}

function Moment({ moment }: { moment: CaseMomentRow }) {
  const { step, what, earliest, latest, estimated, saidBy } = moment
  const isUnknown = earliest === null && latest === null
  const isExact = !estimated && !isUnknown && earliest === latest
  return (
    <li className="relative flex flex-wrap gap-x-3 py-0.5 pl-4">
      <span aria-hidden className="absolute -left-[0.45rem] w-3.5 bg-paper text-center text-sm leading-5 text-muted">
        {isExact ? '●' : '○'}
      </span>
      <span className={`w-64 max-md:w-full ${isExact ? '' : 'text-muted'}`}>
        {isUnknown ? (
          <span className="hatched rounded border border-dashed border-line px-1">
            <span className="bg-paper px-1">time unknown</span>
          </span>
        ) : (
          momentWords(moment)
        )}
      </span>
      <span className="min-w-0 grow basis-48 wrap-anywhere">
        {step === null ? what : <span className="font-medium">{stepWords[step]}</span>}
        {step !== null && !sameWords(what, step) && <span className="text-muted">: {what}</span>}
      </span>
      <span className="text-sm text-muted">{saidBy}</span>
    </li>
  )
}

const usual = new Set([
  'it began',
  'it was noticed',
  'somebody judged what it is',
  'it was contained',
  'the change was proven',
  'the regression case passed',
  'what was learned was shared',
])

function sameWords(what: string, _step: string): boolean {
  return usual.has(what)
}

type Certainty = 'exact' | 'estimated' | 'range' | 'unknown'

function Say({ one }: { one: CaseDetail }) {
  const [sure, setSure] = useState<Certainty>('exact')
  const { moment } = useCaseWork(one.id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const instant = (name: string) => {
      const text = String(form.get(name) ?? '')
      return text === '' ? null : new Date(`${text}Z`).toISOString()
    }
    const step = String(form.get('step'))
    const [from, to] = [instant('from'), sure === 'range' ? instant('to') : instant('from')]
    const element = event.currentTarget
    moment.mutate(
      {
        step: step === '' ? null : (step as NonNullable<CaseMomentRow['step']>),
        what: String(form.get('what')).trim(),
        earliest: sure === 'unknown' ? null : from,
        latest: sure === 'unknown' ? null : to,
        estimated: sure === 'estimated',
      },
      { onSuccess: () => element.reset() },
    )
  }
  return (
    <details className="mt-3 max-w-4xl rounded-md border border-line print:hidden">
      <summary className="px-3 py-2 font-medium">Say when something happened</summary>
      <form onSubmit={submit} className="grid gap-3 border-t border-line p-3">
        <div className="flex flex-wrap items-end gap-3">
          <label className="grid gap-1">
            <span className="font-medium">What</span>
            <select className="field" name="step" defaultValue="">
              <option value="">something else</option>
              {Object.entries(stepWords).map(([step, words]) => (
                <option key={step} value={step}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <label className="grid min-w-0 grow basis-56 gap-1">
            <span className="font-medium">In words</span>
            <input className="field" name="what" maxLength={500} />
          </label>
        </div>
        <fieldset className="flex flex-wrap gap-x-4">
          <legend className="font-medium">How sure is the time?</legend>
          {(['exact', 'estimated', 'range', 'unknown'] as const).map((value) => (
            <label key={value} className="flex min-h-7 items-center gap-2">
              <input type="radio" name="sure" checked={sure === value} onChange={() => setSure(value)} /> {value}
            </label>
          ))}
        </fieldset>
        {sure !== 'unknown' && (
          <div className="flex flex-wrap gap-3">
            <TimeField
              label={sure === 'range' ? 'From (UTC)' : 'At (UTC)'}
              type="datetime-local"
              name="from"
              required={sure !== 'range'}
            />
            {sure === 'range' && <TimeField label="To (UTC)" type="datetime-local" name="to" />}
          </div>
        )}
        <div>
          <button type="submit" className="button" disabled={moment.isPending}>
            Add to the timeline
          </button>
        </div>
        <Refusal error={moment.error} />
      </form>
    </details>
  )
}
