import { droppedWords } from '@contract/dropped-words.ts'
import type { EvaluationRow } from '@contract/evaluations.ts'

/** What of a file was not taken, counted, with an example of each reason. */
export function Dropped({ dropped }: Pick<EvaluationRow, 'dropped'>) {
  if (dropped.length === 0) return null
  return (
    <ul className="text-soon">
      {dropped.map((one) => (
        <li key={one.code} className="wrap-anywhere">
          {droppedWords(one)}
        </li>
      ))}
    </ul>
  )
}
