import { ChartFrame } from '../charts/chart-frame.tsx'
import type { DaySum } from './day-sums.ts'
import { drawDays } from './draw-days.ts'
import { type EvidenceProps, EvidenceTable } from './evidence-table.tsx'

interface Props extends EvidenceProps {
  days: readonly DaySum[]
  /** What files that are taken along are called. */
  name: string
}

/** The evidence of one fact by day, with the rows behind the picture. */
export function EvidenceChart({ evidence, days, name, unit, words }: Props) {
  return (
    <ChartFrame
      name={name}
      caption={`${unit} a day in UTC: ${words.join(' above, ')} below the line`}
      draw={(element) => drawDays(element, days, words)}
      of={evidence}
      words={`${words.join(' and ')} by day`}
      table={<EvidenceTable evidence={evidence} unit={unit} words={words} />}
      csv={[
        ['day', 'kind', 'result', 'version', unit.toLowerCase(), 'pieces'],
        ...evidence.map((one) => [one.day, one.kind, one.result, one.subjectVersion, one.demands, one.pieces]),
      ]}
    />
  )
}
