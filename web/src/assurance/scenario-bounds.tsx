import { amountWords, figureWords } from '@contract/assurance-words.ts'
import { boundsWords, intervalWords, statedFrequency } from '@contract/number-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'

interface Row {
  name: string
  words: string
  why?: string
  /** Events a year, or of one attempt: one value, or the ends of a range. */
  low: number
  high: number
}

/** How far the number can be trusted: what it would be were the layers to share nothing, or anything. One scale for all rows. */
export function ScenarioBounds({ scenario }: { scenario: ScenarioRow }) {
  const rows = rowsOf(scenario)
  const scale = scaleOf(rows)
  return (
    <table className="w-full max-w-4xl text-left">
      <caption className="sr-only">
        What is left over, by what the layers share; the picture is by powers of ten
      </caption>
      <thead className="sr-only">
        <tr>
          <th>Taken</th>
          <th>Picture</th>
          <th>Left over</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="border-t border-line max-md:flex max-md:flex-col max-md:py-1">
            <td className="w-44 py-1.5 pr-3 text-muted max-md:p-0">{row.name}</td>
            <td className="py-1.5 pr-4 max-md:order-last max-md:w-full max-md:p-0">
              <Picture row={row} scale={scale} />
            </td>
            <td className="w-72 py-1.5 lg:w-96 max-md:w-auto max-md:p-0">
              {row.words} {row.why && <span className="text-sm text-muted">{row.why}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function rowsOf(scenario: ScenarioRow): Row[] {
  const { attempts, appetite, barriers, residual } = scenario
  const of = attempts?.value ?? 1
  const { left, independent, bounds, unguarded } = residual.perAttempt
  const range = { low: of * bounds.low, high: of * bounds.high }
  const one = (value: number) => ({ low: value, high: value })
  const sharing = [
    {
      ...{ name: 'If they shared nothing', words: amountWords(attempts, of * independent, 'up') },
      ...{ why: 'too good to rely on', ...one(of * independent) },
    },
    {
      ...{
        name: 'Whatever they share',
        words: attempts ? boundsWords(range.low, range.high) : `${intervalWords(range)} attempts`,
      },
      ...{ why: 'Fréchet bounds', ...range },
    },
  ]
  return [
    { name: 'Reckoned', words: figureWords(scenario), ...one(of * left) },
    ...(barriers.length > 1 ? sharing : []),
    { name: 'Without any layer', words: amountWords(attempts, of * unguarded, 'near'), ...one(of * unguarded) },
    ...(appetite === null || attempts === null
      ? []
      : [{ name: 'Appetite', words: statedFrequency(appetite), ...one(appetite) }]),
  ]
}

const DECADES = 9

/** From 0 to 1 by powers of ten; what is less than a thousand-millionth of the most lies at the left end. */
function scaleOf(rows: readonly Row[]): (value: number) => number {
  const most = Math.max(...rows.map(({ high }) => high))
  const values = rows.flatMap(({ low, high }) => [low, high]).filter((value) => value > 0)
  const least = Math.max(Math.min(...values) / 2, most / 10 ** DECADES)
  const span = Math.log10((most * 1.5) / least)
  return (value) => (value <= least ? 0 : Math.log10(value / least) / span)
}

const WIDTH = 400
const HEIGHT = 16

function Picture({ row: { low, high }, scale }: { row: Row; scale: (value: number) => number }) {
  const x = (value: number) => 4 + scale(value) * (WIDTH - 8)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-4 w-full" aria-hidden>
      <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-line" />
      {low < high && (
        <line x1={x(low)} x2={x(high)} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-muted" strokeWidth="6" />
      )}
      {low === high && <rect x={x(low) - 3} width="6" y={1} height={HEIGHT - 2} className="fill-ink" />}
    </svg>
  )
}
