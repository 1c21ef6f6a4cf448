import { counted } from '@contract/fix-words.ts'
import type { Overview } from '@contract/overview.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lookQuery, overviewQuery } from '../api/queries.ts'
import { mentionsQuery } from '../findings/use-comments.ts'
import { FixActionItem } from '../fixes/fix-action-item.tsx'
import { CoverageBanner } from '../parts/coverage-banner.tsx'
import { Decision } from '../parts/decision.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { reviewsQuery } from '../reviews/use-reviews.ts'
import { useMay } from '../session/use-may.ts'
import { latestChangesQuery, scopeQuery } from '../surface/queries.ts'
import { StoppedNote } from '../surface/stopped-note.tsx'
import { Attention, attentionQuery } from './attention.tsx'
import { DeadSafeguards } from './dead-safeguards.tsx'
import { FirstRun } from './first-run.tsx'
import { FirstThree } from './first-three.tsx'
import { Looking } from './looking.tsx'
import { Mentions } from './mentions.tsx'
import { Question } from './question.tsx'
import { ReviewsDue } from './reviews-due.tsx'
import { answerOf } from './sentences.ts'
import { Since } from './since.tsx'
import { SurfaceChanged } from './surface-changed.tsx'
import { Watched } from './watched.tsx'

/** The answer first: what to fix, what changed, what nobody knows. */
export function Today() {
  const { data, error, refetch } = useQuery(overviewQuery)
  const may = useMay('analyst')
  // What stands above the rest comes with it, so that nothing is pushed down later.
  const scope = useQuery(scopeQuery)
  const above: { isPending: boolean }[] = [useQuery(lookQuery), useQuery(mentionsQuery), scope]
  const isLooked = scope.data !== undefined && scope.data.seeds.length > 0
  const changes = useQuery({ ...latestChangesQuery, enabled: isLooked })
  const isAssured = data !== undefined && data.watched.controls + data.watched.systems + data.watched.openCases > 0
  const reviews = useQuery({ ...reviewsQuery, enabled: isAssured })
  const attention = useQuery({ ...attentionQuery, enabled: isAssured })
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (isAssured) above.push(reviews, attention)
  if (isLooked) above.push(changes)
  if (!data || above.some(({ isPending }) => isPending)) return <Skeleton rows={9} height={52} />
  if (data.assets === 0) return <FirstRun />
  return (
    <div className="h-full overflow-y-auto">
      <header className="px-4 pt-4 pb-3">
        <h1 className="text-xl font-semibold text-balance">{answerOf(data)}</h1>
        <DeadSafeguards safeguards={data.deadSafeguards} />
        <Attention attention={attention.data} />
        <ReviewsDue reviews={reviews.data ?? []} />
        <Watched overview={data} />
        <Since />
        <SurfaceChanged />
        <Looking />
        <StoppedNote />
        <Doors overview={data} />
        <Counts open={data.open} />
      </header>
      <Mentions />
      <CoverageBanner coverage={data.coverage} />
      {data.question && may && <Question question={data.question} />}
      <FeedNote feeds={data.feeds} />
      <First overview={data} />
    </div>
  )
}

/** What is due, what is one's own and what nobody knows for sure: each count opens its rows. */
function Doors({ overview }: { overview: Overview }) {
  const { overdue, dueToday, dueWeek, mine, assumed } = overview
  const doors = [
    { count: overdue, words: 'overdue', filter: 'due:overdue', sort: 'due' },
    { count: dueToday, words: 'due within a day', filter: 'due:today', sort: 'due' },
    { count: dueWeek, words: 'due within a week', filter: 'due:week', sort: 'due' },
    { count: mine, words: 'assigned to you', filter: 'assignee:me' },
    {
      count: assumed,
      words: assumed === 1 ? 'decision rests on an assumption' : 'decisions rest on an assumption',
      filter: 'basis:assumed',
    },
  ]
  const shown = doors.filter(({ count }) => count > 0)
  if (shown.length === 0) return null
  return (
    <ul aria-label="What is due" className="flex flex-wrap gap-x-4">
      {shown.map(({ count, words, ...search }) => (
        <li key={words}>
          <Link to="/findings" search={search} className="inline-block py-0.5 text-accent underline">
            {count.toLocaleString()} {words}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Counts({ open }: { open: Overview['open'] }) {
  const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const
  return (
    <ul className="mt-3 flex flex-wrap gap-2">
      {urgencies.map((urgency) => (
        <li key={urgency}>
          <Link
            to="/findings"
            search={{ filter: `decision:${urgency}` }}
            className="inline-block rounded-md hover:opacity-80"
          >
            <Decision urgency={urgency} count={open[urgency]} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function FeedNote({ feeds }: { feeds: Overview['feeds'] }) {
  const behind = feeds.stale
  if (behind === 0 && feeds.loaded > 0) return null
  const words =
    feeds.loaded === 0
      ? 'No feed has been read yet: only the few vulnerabilities that came with Lunette and what reports state are known, and nothing counts as clean.'
      : `${behind} of ${feeds.total} feeds ${behind === 1 ? 'is' : 'are'} out of date${feeds.total > feeds.loaded ? `, ${feeds.total - feeds.loaded} never read` : ''}: what they would rule out is assumed, and more is urgent than need be.`
  return (
    <p className="border-b border-line px-4 py-2 text-sm">
      {words}{' '}
      <Link to="/feeds" className="text-accent underline">
        {feeds.loaded === 0 ? 'Read the feeds' : 'Look at the feeds'}
      </Link>
    </p>
  )
}

const FIRST = 3

function First({ overview }: { overview: Overview }) {
  const { first, open } = overview
  const total = open.now + open.soon + open.scheduled + open.defer
  if (first.length === 0) {
    return (
      <p className="px-4 py-6 text-muted">
        No finding is open on {counted(overview.components, 'component')}. What cannot be called clean is named above.
      </p>
    )
  }
  return (
    <section aria-labelledby="first" className="pb-6">
      <h2 id="first" className="heading px-4 pt-4 pb-2">
        Fix these first
      </h2>
      <p className="prose-width -mt-1 px-4 pb-2 text-sm text-muted">
        In the order of the findings: decision, known before assumed, then exploitation, EPSS, CVSS. A change stands
        where the most urgent finding it closes does.
      </p>
      <FirstThree actions={first.slice(0, FIRST)} />
      {first.length > FIRST && (
        <>
          <h3 className="px-4 pt-4 pb-1 font-medium">After that</h3>
          <ul className="border-t border-line">
            {first.slice(FIRST).map((action, place) => (
              <li key={action.id} className="border-b border-line">
                <FixActionItem row={action} columns={['why', 'evidence', 'closes', 'due']} place={FIRST + place} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="mx-4 mt-3 flex flex-wrap gap-x-6">
        <Link to="/fixes" className="text-accent underline">
          All fix actions
        </Link>
        <Link to="/findings" className="text-accent underline">
          All {total.toLocaleString()} open findings
        </Link>
        <Link to="/trends" className="text-accent underline">
          Trends
        </Link>
      </p>
    </section>
  )
}
