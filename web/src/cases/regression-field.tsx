import type { RegressionCaseRow } from '@contract/assurance-cases.ts'
import { nearestWord } from '@contract/nearest-word.ts'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { regressionQuery } from './use-cases.ts'

interface Props {
  control: string
  required?: boolean
  /** The key that is named now. */
  present?: string
}

/** The case of an evaluation that failed before and passes after; those that ever failed are proposed. */
export function RegressionField({ control, required = false, present = '' }: Props) {
  const list = useId()
  const [named, setNamed] = useState(present)
  const { data, isSuccess } = useQuery(regressionQuery(control))
  const keys = data?.map(({ key }) => key) ?? []
  const failed = data?.filter(({ everFailed }) => everFailed) ?? []
  return (
    <label className="grid content-start gap-1">
      <span className="font-medium">Regression case</span>
      <input
        className="field font-mono text-sm"
        name="regressionKey"
        list={list}
        maxLength={300}
        required={required}
        defaultValue={present}
        onBlur={(event) => setNamed(event.target.value.trim())}
      />
      <datalist id={list}>
        {failed.map(({ key, result }) => (
          <option key={key} value={key}>
            {result === 'fail' ? 'fails now' : 'failed before'}
          </option>
        ))}
      </datalist>
      <span className="text-sm text-muted">
        {keys.length === 0
          ? 'No evaluation of this control was imported yet: give the key that the case will have.'
          : failed.length === 0
            ? `None of its ${keys.length.toLocaleString()} cases ever failed: one that did is what a change is proven by.`
            : `The key of a case that failed before the change: ${failed
                .slice(0, 3)
                .map(({ key }) => key)
                .join(', ')}${failed.length > 3 ? `, and ${(failed.length - 3).toLocaleString()} more` : ''}.`}
      </span>
      <span role="status" className="text-sm text-soon wrap-anywhere">
        {isSuccess && named !== '' && unseenWords(named, data)}
      </span>
    </label>
  )
}

/** A key that was never run may be one that is still to come, or mistyped: it is said, and may be named all the same. */
export function unseenWords(named: string, cases: readonly RegressionCaseRow[]): string | undefined {
  const seen = cases.find(({ key }) => key === named)
  if (seen)
    return seen.everFailed
      ? undefined
      : `“${named}” never failed: it proves nothing until it is seen failing before the change.`
  const near = nearestWord(
    named,
    cases.map(({ key }) => key),
  )
  const meant = near === undefined ? 'Check how it is written' : `Did you mean “${near}”`
  return `No evaluation of this control has run a case “${named}” yet. ${meant}${near === undefined ? '.' : '?'} You may name it all the same: it proves nothing until it was seen failing before the change.`
}
