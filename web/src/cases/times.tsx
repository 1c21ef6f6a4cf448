import type { CaseTimeRow } from '@contract/case-work.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { csvOf } from '../charts/csv.ts'
import { Interval } from '../charts/interval.tsx'
import { Unknown } from '../parts/basis.tsx'
import { caseTimesQuery } from '../playbooks/use-playbooks.ts'
import { hoursWords } from './hours-words.ts'

const names: Readonly<Record<CaseTimeRow['to'], string>> = {
  occurred: 'until it began',
  detected: 'until it was noticed',
  triaged: 'from there until it was judged',
  contained: '… until it was contained',
  'regression-green': '… until the regression case passed',
  'change-verified': '… until the change was proven',
  shared: '… until it was shared',
}

/** How long cases take: a line at the median within its bounds, and the words beside it. */
export function Times() {
  const { data = [] } = useQuery(caseTimesQuery)
  const longest = Math.max(1, ...data.flatMap(({ median, high }) => [median ?? 0, high ?? 0])) * 1.1
  const csv = csvOf([
    ['from', 'to', 'cases', 'reached', 'unknown', 'median hours', 'low', 'high', 'by'],
    ...data.map((one) => [
      one.from,
      one.to,
      one.total,
      one.reached,
      one.unknown,
      one.median,
      one.low,
      one.high,
      one.by,
    ]),
  ])
  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-2 text-sm text-muted">
        <span className="prose-width mr-auto">
          Until half of the cases got there; open ones count as waiting. Times that are ranges are kept as ranges.
        </span>
        <a className="chip" download="case-times.csv" href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`}>
          CSV
        </a>
      </div>
      <table className="w-full max-w-5xl text-left">
        <caption className="sr-only">How long cases take</caption>
        <thead className="sr-only">
          <tr>
            <th>Stage</th>
            <th>Picture</th>
            <th>Hours</th>
            <th>Cases</th>
          </tr>
        </thead>
        <tbody>
          {data.map((one) => (
            <tr key={one.to} className="border-t border-line max-md:flex max-md:flex-wrap max-md:gap-x-3 max-md:py-1">
              <td className="w-64 py-1.5">{names[one.to]}</td>
              <td className="py-1.5 pr-4 max-md:order-last max-md:w-full">
                <Interval of={one} longest={longest} />
              </td>
              <td className="w-64 py-1.5 pr-4">
                <Words one={one} />
              </td>
              <td className="w-44 py-1.5 text-right text-sm text-muted max-md:text-left">{casesWords(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** How many cases the figure rests on, and of how many nobody said both times. */
function casesWords({ reached, total, unknown }: CaseTimeRow): string {
  return [
    total > 0 && `${reached.toLocaleString()} of ${counted(total, 'case')} got there`,
    unknown > 0 && `nobody said when of ${total > 0 ? unknown.toLocaleString() : counted(unknown, 'case')}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}

function Words({ one: { median, low, high, total } }: { one: CaseTimeRow }) {
  if (median === null)
    return <Unknown what="median" hint={total === 0 ? 'No case says both times' : 'Fewer than half got there so far'} />
  return (
    <>
      {hoursWords(median)}{' '}
      <span className="text-sm text-muted">
        {high === null
          ? `at least ${hoursWords(low ?? median)}, no upper bound yet`
          : `between ${hoursWords(low ?? median)} and ${hoursWords(high)}`}
      </span>
    </>
  )
}
