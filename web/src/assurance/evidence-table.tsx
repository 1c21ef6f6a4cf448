import type { ControlDetail } from '@contract/controls.ts'
import { isCounted } from './day-sums.ts'

type Evidence = ControlDetail['evidence'][number]

export interface EvidenceProps {
  /** Of one aspect. */
  evidence: readonly Evidence[]
  /** What is counted. */
  unit: string
  /** What a pass and what a failure is. */
  words: readonly [string, string]
}

/** Evidence by day, newest first, with where it is from. */
export function EvidenceTable({ evidence, unit, words }: EvidenceProps) {
  return (
    <table className="w-full max-w-4xl text-left">
      <thead className="text-sm text-muted">
        <tr>
          {['Day', 'From', 'Result', 'Version', unit].map((name) => (
            <th key={name} className={`px-1 py-1 md:px-2 font-normal ${name === unit ? 'text-right' : ''}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {evidence
          .toSorted((a, b) => b.day.localeCompare(a.day) || wordOf(a).localeCompare(wordOf(b)))
          .map((one) => (
            <tr key={`${one.day} ${one.kind} ${one.result} ${one.subjectVersion}`} className="border-t border-line">
              <td className="px-1 py-1 md:px-2 whitespace-nowrap">{one.day}</td>
              <td className="px-1 py-1 md:px-2">
                {one.kind}
                {!isCounted(one) && <span className="text-sm text-muted"> · moves nothing</span>}
              </td>
              <td className={`px-1 py-1 md:px-2 ${one.result === 'fail' ? 'text-now' : ''}`}>
                {resultWords(one.result, words)}
              </td>
              <td className="px-1 py-1 md:px-2 font-mono text-sm">{one.subjectVersion ?? 'not stated'}</td>
              <td className="px-1 py-1 md:px-2 text-right">{one.demands.toLocaleString()}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

/** Of one day always in the same order. */
function wordOf({ kind, result, subjectVersion }: Evidence): string {
  return [kind, result, subjectVersion ?? ''].join(' ')
}

function resultWords(result: Evidence['result'], [pass, fail]: EvidenceProps['words']): string {
  return { pass, fail, insufficient: 'no verdict', 'not-applicable': 'not applicable' }[result]
}
