import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
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
  const { data = [] } = useQuery(regressionQuery(control))
  const failed = data.filter(({ everFailed }) => everFailed)
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
      />
      <datalist id={list}>
        {failed.map(({ key, result }) => (
          <option key={key} value={key}>
            {result === 'fail' ? 'fails now' : 'failed before'}
          </option>
        ))}
      </datalist>
      <span className="text-sm text-muted">
        {data.length === 0
          ? 'No evaluation of this control was imported yet: give the key that the case will have.'
          : failed.length === 0
            ? `None of its ${data.length.toLocaleString()} cases ever failed: one that did is what a change is proven by.`
            : `The key of a case that failed before the change: ${failed
                .slice(0, 3)
                .map(({ key }) => key)
                .join(', ')}${failed.length > 3 ? `, and ${(failed.length - 3).toLocaleString()} more` : ''}.`}
      </span>
    </label>
  )
}
