import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { regressionQuery } from './use-cases.ts'

/** The case of an evaluation that failed before and passes after; those that were run are proposed, failed ones first. */
export function RegressionField({ control, required = false }: { control: string; required?: boolean }) {
  const list = useId()
  const { data = [] } = useQuery(regressionQuery(control))
  return (
    <label className="grid content-start gap-1">
      <span className="font-medium">Regression case</span>
      <input className="field font-mono text-sm" name="regressionKey" list={list} maxLength={300} required={required} />
      <datalist id={list}>
        {data.map(({ key, result, everFailed }) => (
          <option key={key} value={key}>
            {result === 'fail' ? 'fails now' : everFailed ? 'failed before' : 'never failed'}
          </option>
        ))}
      </datalist>
      <span className="text-sm text-muted">
        {data.length === 0
          ? 'No evaluation of this control was imported yet: give the key that the case will have.'
          : 'The key of a case that failed before the change.'}
      </span>
    </label>
  )
}
