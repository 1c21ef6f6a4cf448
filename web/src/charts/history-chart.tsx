import { percentWords } from '@contract/finding-words.ts'
import type { TimelineEntry } from '@contract/findings.ts'
import { counted } from '@contract/fix-words.ts'
import { Timeline } from '../parts/timeline.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { drawHistory } from './draw-history.ts'
import { EpssTable } from './epss-chart.tsx'
import { gapWords } from './gaps.ts'
import type { Point } from './points.ts'

interface HistoryProps {
  entries: readonly TimelineEntry[]
  epss: readonly Point[]
  name: string
}

/** What became known of a vulnerability over time, with its EPSS curve; dates and values stand in the table. */
export function HistoryChart({ entries, epss, name }: HistoryProps) {
  const last = epss.at(-1)
  return (
    <ChartFrame
      name={`${name}-timeline`}
      caption={
        last
          ? `EPSS ${percentWords(last.probability)} on ${last.date}, ${counted(epss.length, 'value')}${gapWords(epss)}`
          : 'No EPSS is loaded: refresh the EPSS feed'
      }
      draw={(element) => drawHistory(element, entries, epss)}
      of={`${name} ${entries.length} ${epss.length} ${last?.date}`}
      words="Timeline"
      table={
        <>
          <Timeline entries={entries} />
          {last && <EpssTable points={epss} />}
        </>
      }
      csv={[
        ['date', 'what', 'source', 'probability'],
        ...entries.map(({ at, text, source }) => [at.slice(0, 10), text, source, null]),
        ...epss.map(({ date, probability }) => [date, 'EPSS', 'FIRST', probability]),
      ]}
      className={last ? 'h-60' : 'h-32'}
    />
  )
}
