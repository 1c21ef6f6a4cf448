import type { EvaluationRow } from '@contract/assurance.ts'
import { counted } from '@contract/fix-words.ts'

/** What of a file was not taken, counted, with an example of each reason. */
export function Dropped({ dropped }: Pick<EvaluationRow, 'dropped'>) {
  if (dropped.length === 0) return null
  return (
    <ul className="text-soon">
      {dropped.map(({ code, example, count }) => (
        <li key={code} className="wrap-anywhere">
          {counted(count, 'record')} left out: {code}, such as {example}
        </li>
      ))}
    </ul>
  )
}
