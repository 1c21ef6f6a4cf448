import type { FixTime } from '@contract/trends.ts'
import { Link } from '@tanstack/react-router'
import { csvOf } from '../charts/csv.ts'
import { Interval } from '../charts/interval.tsx'
import { Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import type { TrendsSearch } from './trends-search.ts'

/** How long it takes until half are fixed: a dot with its interval for each decision, and the words beside it. */
export function FixTimes({ fix, search }: { fix: readonly FixTime[]; search: TrendsSearch }) {
  const longest = Math.max(1, ...fix.flatMap(({ median, high }) => [median ?? 0, high ?? 0])) * 1.1
  const csv = csvOf([
    ['decision', 'opened', 'fixed', 'median days', 'low', 'high'],
    ...fix.map(({ urgency, opened, fixed, median, low, high }) => [urgency, opened, fixed, median, low, high]),
  ])
  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-2 text-sm text-muted">
        <span className="prose-width mr-auto">
          Days from opening until half were fixed or gone, of what was opened within the range. What is still open
          counts as waiting; ruled or withdrawn, it no longer counts.
        </span>
        <a className="chip" download="time-to-fix.csv" href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`}>
          CSV
        </a>
      </div>
      <table className="w-full text-left">
        <caption className="sr-only">Time to fix</caption>
        <thead className="sr-only">
          <tr>
            <th>Decision</th>
            <th>Picture</th>
            <th>Days</th>
            <th>Fixed</th>
          </tr>
        </thead>
        <tbody>
          {fix.map((one) => (
            <tr
              key={one.urgency}
              className="border-t border-line max-md:flex max-md:flex-wrap max-md:gap-x-3 max-md:py-1"
            >
              <td className="w-32 py-1.5 max-md:w-auto">
                <Decision urgency={one.urgency} />
              </td>
              <td className="py-1.5 pr-4 max-md:order-last max-md:w-full">
                <Interval of={one} longest={longest} />
              </td>
              <td className="w-64 py-1.5 pr-4 max-md:w-auto">
                <Words fix={one} />
              </td>
              <td className="w-44 py-1.5 text-right max-md:w-auto">
                {one.fixed === 0 ? (
                  <span className="text-muted">none of {one.opened.toLocaleString()} fixed</span>
                ) : (
                  <Link
                    to="/trends"
                    search={{ ...withoutDay(search), decision: one.urgency }}
                    className="text-accent underline"
                  >
                    {one.fixed.toLocaleString()} of {one.opened.toLocaleString()} fixed
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function withoutDay({ days }: TrendsSearch): TrendsSearch {
  return days ? { days } : {}
}

function Words({ fix: { median, low, high, opened } }: { fix: FixTime }) {
  if (median === null)
    return (
      <Unknown
        what="median"
        hint={opened === 0 ? 'Nothing was opened within the range' : 'Fewer than half of them were fixed so far'}
      />
    )
  return (
    <>
      {median.toLocaleString()} d{' '}
      <span className="text-sm text-muted">
        {high === null
          ? `at least ${(low ?? median).toLocaleString()}, no upper bound yet`
          : `between ${(low ?? median).toLocaleString()} and ${high.toLocaleString()}`}
      </span>
    </>
  )
}
