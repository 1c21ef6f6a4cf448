import type { FeedList, FeedRow } from '@contract/feeds.ts'
import type { Job } from '@contract/jobs.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { send } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { feedsQuery, jobsQuery, queryClient } from '../api/queries.ts'
import { JobState } from '../frame/jobs.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { FeedItem } from './feed-item.tsx'
import { useFeedOrder } from './feed-order.ts'

/** Days: no feed of ours has a longer limit of its own for what changes daily. */
const USUAL_LIMIT = 31

/** Where the knowledge comes from, how old it is, and what was left out of it. */
export function Feeds() {
  const { data, error, refetch } = useQuery(feedsQuery)
  const { data: jobs = [] } = useQuery(jobsQuery)
  const may = useMay('analyst')
  const inOrder = useFeedOrder(data?.feeds)
  const refresh = useMutation({
    mutationFn: async (feeds?: string[]) => noteJob(await send<Job>('POST', '/feeds/refresh', feeds ? { feeds } : {})),
  })
  const job = jobs.find((entry) => entry.kind === 'refresh')
  const busy = refresh.isPending || job?.state === 'running'
  const step = job?.state === 'running' ? job.step : undefined
  // Each feed that was read is shown at once, not when all are.
  useEffect(() => {
    if (step !== undefined) void queryClient.invalidateQueries({ queryKey: feedsQuery.queryKey })
  }, [step])
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={6} height={72} />
  const longest = Math.min(...data.feeds.map(({ maxAgeDays }) => maxAgeDays))
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="flex flex-wrap items-start gap-3 px-4 pt-3 pb-3">
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold">{answerOf(data, busy)}</h1>
          <p className="text-muted">
            Every match and priority rests on these sources. What a feed could not give is unknown, never clean.
          </p>
          {longest > USUAL_LIMIT && (
            <p className="text-soon">
              By this installation’s settings what they say counts for {longest.toLocaleString()} days: data that old is
              not called out of date.
            </p>
          )}
        </div>
        {may ? (
          <button type="button" className="button-primary" disabled={busy} onClick={() => refresh.mutate(undefined)}>
            Refresh all
          </button>
        ) : (
          <p className="text-sm text-muted">Refreshing needs the role "analyst": ask an administrator.</p>
        )}
      </header>
      <Refusal error={refresh.error} />
      {job && (
        <div className="mx-4 mb-3 max-w-xl rounded-md border border-line px-3 py-2" aria-live="polite">
          <p className="font-medium">{job.title}</p>
          <JobState job={job} />
        </div>
      )}
      <Bundled sources={data.bundled} />
      <ul className="border-t border-line">
        {inOrder(data.feeds).map((feed) => (
          <FeedItem key={feed.id} feed={feed} busy={busy} refresh={may ? () => refresh.mutate([feed.id]) : undefined} />
        ))}
      </ul>
      {data.feeds.length === 0 && (
        <p className="px-4 py-6 text-muted">No feed is registered yet. Refresh to read them for the first time.</p>
      )}
    </div>
  )
}

/** What a bundle brought counts like what a feed reads, until a feed reads it here. */
function Bundled({ sources }: { sources: FeedList['bundled'] }) {
  if (sources.length === 0) return null
  return (
    <details className="border-t border-line px-4 py-3" open={sources.length <= 6}>
      <summary className="font-medium">
        {sources.length} {sources.length === 1 ? 'source' : 'sources'} came in a bundle, read by no feed here
      </summary>
      <ul className="mt-1 grid gap-x-6 sm:grid-cols-2 xl:grid-cols-3">
        {sources.map(({ source, name, asOf }) => (
          <li key={source} className="text-sm">
            {name} <span className="text-muted">· data as of {asOf.slice(0, 10)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function answerOf({ feeds, bundled, publishedAt }: FeedList, busy: boolean): string {
  if (busy && publishedAt === null && bundled.length === 0)
    return 'The first refresh is under way: until it ends, the built-in starter answers.'
  if (feeds.every(({ lastSuccess }) => lastSuccess === null) && bundled.length > 0)
    return 'What is known came in a bundle; no feed was read here.'
  if (feeds.length === 0) return 'No feed yet.'
  const count = (test: (feed: FeedRow) => boolean) => feeds.filter(test).length
  const never = count((feed) => feed.lastSuccess === null)
  const stale = count((feed) => feed.stale && feed.lastSuccess !== null)
  const failing = count((feed) => feed.runs[0]?.status === 'failed')
  const parts = [
    [never, 'never read'],
    [stale, 'out of date'],
    [failing, 'failing'],
  ] as const
  const words = parts.filter(([number]) => number > 0).map(([number, text]) => `${number} ${text}`)
  return words.length === 0 ? `All ${feeds.length} feeds are current.` : `${feeds.length} feeds: ${words.join(', ')}.`
}
