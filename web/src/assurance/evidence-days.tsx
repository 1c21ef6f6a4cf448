import type { ControlDetail } from '@contract/assurance.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { daySums, isCounted } from './day-sums.ts'
import { drawDays } from './draw-days.ts'

type Evidence = ControlDetail['evidence'][number]

interface Props {
  /** Of one aspect. */
  evidence: readonly Evidence[]
  name: string
  /** What a pass and what a failure is. */
  words: readonly [string, string]
}

/** The evidence of one fact by day, with the rows behind the picture. */
export function EvidenceDays({ evidence, name, words }: Props) {
  const days = daySums(evidence)
  if (days.length === 0) return <EvidenceTable evidence={evidence} words={words} />
  return (
    <ChartFrame
      name={name}
      caption={`By day in UTC, ${words.join(' and ')}`}
      draw={(element) => drawDays(element, days, words)}
      of={evidence}
      words={`${words.join(' and ')} by day`}
      table={<EvidenceTable evidence={evidence} words={words} />}
      csv={[
        ['day', 'kind', 'result', 'version', 'demands', 'pieces'],
        ...evidence.map((one) => [one.day, one.kind, one.result, one.subjectVersion, one.demands, one.pieces]),
      ]}
    />
  )
}

function EvidenceTable({ evidence, words }: Pick<Props, 'evidence' | 'words'>) {
  return (
    <table className="w-full text-left">
      <thead className="text-sm text-muted">
        <tr>
          {['Day', 'From', 'Result', 'Version', 'Demands'].map((name) => (
            <th key={name} className={`px-2 py-1 font-normal ${name === 'Demands' ? 'text-right' : ''}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {evidence
          .toSorted((a, b) => b.day.localeCompare(a.day))
          .map((one) => (
            <tr key={`${one.day} ${one.kind} ${one.result} ${one.subjectVersion}`} className="border-t border-line">
              <td className="px-2 py-1 whitespace-nowrap">{one.day}</td>
              <td className="px-2 py-1">
                {one.kind}
                {!isCounted(one) && <span className="text-sm text-muted"> · moves nothing</span>}
              </td>
              <td className={`px-2 py-1 ${one.result === 'fail' ? 'text-now' : ''}`}>
                {resultWords(one.result, words)}
              </td>
              <td className="px-2 py-1 font-mono text-sm">{one.subjectVersion ?? 'not stated'}</td>
              <td className="px-2 py-1 text-right">{one.demands.toLocaleString()}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function resultWords(result: Evidence['result'], [pass, fail]: Props['words']): string {
  return { pass, fail, insufficient: 'no verdict', 'not-applicable': 'not applicable' }[result]
}
