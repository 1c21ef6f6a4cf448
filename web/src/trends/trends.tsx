import type { Trends } from '@contract/trends.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Back } from '../parts/back.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { nowWords } from '../today/sentences.ts'
import { FirstDay, NothingFixed } from './first-day.tsx'
import { FixTimes } from './fix-times.tsx'
import { TrendRows } from './trend-rows.tsx'
import { ranges } from './trends-search.ts'
import { trendsQuery } from './use-trends.ts'

const route = getRouteApi('/trends')
const OpenChart = lazy(async () => ({ default: (await import('./open-chart.tsx')).OpenChart }))
const USUAL = 90

/** How the work goes: what is open by decision over time, and how long it takes until it is fixed. */
export function TrendsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const days = search.days ?? USUAL
  const { data, error, refetch } = useQuery(trendsQuery(days))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  return (
    <article className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-4">
        <Back to="/" label="Today" />
        <h1 className="mt-2 text-xl font-semibold">{data ? answerOf(data) : 'Trends'}</h1>
        <fieldset className="mt-2 flex flex-wrap gap-1.5 print:hidden">
          <legend className="sr-only">Time range</legend>
          {ranges.map((range) => (
            <button
              key={range}
              type="button"
              className="chip"
              aria-pressed={range === days}
              onClick={() => void navigate({ search: { days: range }, replace: true })}
            >
              {range} days
            </button>
          ))}
        </fieldset>
      </header>
      {!data ? (
        <Skeleton rows={8} height={52} />
      ) : data.since === null ? (
        <p className="prose-width px-4 text-muted">
          Nothing has happened to a finding yet. Import an SBOM, a lockfile or a report: from then on each change is
          kept, and this page shows how the work goes.
        </p>
      ) : (
        <>
          <Section title="Open findings">
            {data.open.length === 1 ? (
              <FirstDay today={data.open[0]!} />
            ) : (
              <div className="min-h-80">
                <Suspense>
                  <OpenChart
                    trends={data}
                    search={search}
                    ask={(asked) => void navigate({ search: { ...search, ...asked } })}
                  />
                </Suspense>
              </div>
            )}
          </Section>
          {search.decision && search.day && <TrendRows asked={{ ...search, decision: search.decision, days }} />}
          <Section title="Time to fix">
            {data.fix.some(({ fixed }) => fixed > 0) ? (
              <FixTimes fix={data.fix} search={search} />
            ) : (
              <NothingFixed fix={data.fix} />
            )}
          </Section>
          {search.decision && !search.day && <TrendRows asked={{ ...search, decision: search.decision, days }} />}
        </>
      )}
    </article>
  )
}

/** What people come to hear: is it getting better where it matters. What is open now is said as on Today. */
function answerOf({ open, assumedNow, days, since }: Trends): string {
  const [first, last] = [open[0], open.at(-1)]
  if (!first || !last || since === null) return 'No trend yet'
  const now = nowWords(last.now - assumedNow, assumedNow)
  // Before the first import nothing was known, which is not the same as nothing being open.
  if (since.slice(0, 10) >= first.day) return `${now}; recorded since ${since.slice(0, 10)}`
  const change = last.now - first.now
  const moved =
    change === 0 ? 'as many as' : `${Math.abs(change).toLocaleString()} ${change > 0 ? 'more' : 'fewer'} than`
  return `${now}; ${assumedNow > 0 && last.now > assumedNow ? 'together ' : ''}${moved} ${days} days ago`
}
