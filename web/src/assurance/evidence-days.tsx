import type { ControlDetail } from '@contract/assurance.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { daySums, isCounted } from './day-sums.ts'
import { drawDays } from './draw-days.ts'

type Evidence = ControlDetail['evidence'][number]

/** Fewer days need no picture. */
const FEW = 3

interface Props {
  /** Of one aspect. */
  evidence: readonly Evidence[]
  name: string
  /** What is counted. */
  unit: string
  /** What a pass and what a failure is. */
  words: readonly [string, string]
}

/** The evidence of one fact by day, with the rows behind the picture. */
export function EvidenceDays({ evidence, name, unit, words }: Props) {
  const days = daySums(evidence)
  if (days.length < FEW) return <EvidenceTable evidence={evidence} unit={unit} words={words} />
  return (
    <ChartFrame
      name={name}
      caption={`${unit} a day in UTC: ${words.join(' above, ')} below the line`}
      draw={(element) => drawDays(element, days, words)}
      of={evidence}
      words={`${words.join(' and ')} by day`}
      table={<EvidenceTable evidence={evidence} unit={unit} words={words} />}
      csv={[
        ['day', 'kind', 'result', 'version', 'demands', 'pieces'],
        ...evidence.map((one) => [one.day, one.kind, one.result, one.subjectVersion, one.demands, one.pieces]),
      ]}
    />
  )
}

function EvidenceTable({ evidence, unit, words }: Omit<Props, 'name'>) {
  return (
    <table className="w-full max-w-4xl text-left">
      <thead className="text-sm text-muted">
        <tr>
          {['Day', 'From', 'Result', 'Version', unit].map((name) => (
            <th key={name} className={`px-2 py-1 font-normal ${name === unit ? 'text-right' : ''}`}>
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
