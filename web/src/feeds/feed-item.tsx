import { droppedWords } from '@contract/dropped-words.ts'
import type { FeedRow, FeedRunRow } from '@contract/feeds.ts'
import { When } from '../parts/when.tsx'

const states: Readonly<Record<FeedRunRow['status'], string>> = {
  running: 'running',
  complete: 'complete',
  partial: 'some records left out',
  failed: 'failed',
  unchanged: 'unchanged',
}

interface Props {
  feed: FeedRow
  busy: boolean
  /** Left out where one may not. */
  refresh?: (() => void) | undefined
}

/** One feed: its last run with counts, what was left out and why, and the runs before. */
export function FeedItem({ feed, busy, refresh }: Props) {
  const [last, ...earlier] = feed.runs
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line px-4 py-3 md:grid-cols-[minmax(0,16rem)_minmax(0,1fr)_auto]">
      <div>
        <h2 className="font-medium">{feed.name}</h2>
        <p className="text-sm text-muted">
          <span className="font-mono">{feed.id}</span> · {everyWords(feed.intervalHours)}
          {!feed.enabled && ' · switched off'}
        </p>
      </div>
      <div className="text-sm">
        <p>
          {feed.lastSuccess ? (
            <>
              Read <When at={feed.lastSuccess} />
              {feed.asOf && (
                <span
                  className="text-muted"
                  title={feed.undated ? 'Nothing in the data is dated: what it names was known by then' : undefined}
                >
                  {' '}
                  · data as of {feed.asOf.slice(0, 10)}
                  {feed.undated && ' or later'}
                  {feed.oldest &&
                    feed.oldest.asOf.slice(0, 10) !== feed.asOf.slice(0, 10) &&
                    `, oldest ${feed.oldest.source} of ${feed.oldest.asOf.slice(0, 10)}`}
                </span>
              )}
              {!feed.asOf && <span className="text-muted"> · its data is of no known age, nothing in it is dated</span>}
              {feed.asOf && feed.stale && <strong className="font-medium"> · out of date</strong>}
              {feed.asOf && feed.stale && <span className="text-muted"> (limit {feed.maxAgeDays} days)</span>}
            </>
          ) : (
            <span className="text-muted">never read</span>
          )}
          {last && <span className="text-muted"> · {lastRun(last)}</span>}
        </p>
        {last && last.status !== 'running' && <Run run={last} />}
        {earlier.length > 0 && (
          <details>
            <summary className="text-muted">Earlier runs</summary>
            <ul>
              {earlier.map((run) => (
                <li key={run.id} className="mt-1">
                  <When at={run.startedAt} /> <span className="text-muted">{stateOf(run)}</span>
                  <Run run={run} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {refresh && (
        <button
          type="button"
          className="button h-8 self-start justify-self-start"
          disabled={busy}
          onClick={refresh}
          aria-label={`Refresh ${feed.name}`}
        >
          Refresh
        </button>
      )}
    </li>
  )
}

function everyWords(hours: number): string {
  if (hours % 24 !== 0) return `every ${hours} h`
  return hours === 24 ? 'every day' : `every ${hours / 24} days`
}

function lastRun(run: FeedRunRow): string {
  return run.status === 'running' ? 'being read now' : `last run ${stateOf(run)}`
}

/** A run whose process ended has failed, though nothing is wrong with its feed. */
function stateOf({ status, problem }: FeedRunRow): string {
  return problem?.code === 'interrupted' ? 'interrupted' : states[status]
}

function Run({ run }: { run: FeedRunRow }) {
  return (
    <>
      <p className="text-muted">
        {run.status === 'unchanged'
          ? 'nothing new: what was loaded stays'
          : `${run.read.toLocaleString()} read, ${run.kept.toLocaleString()} kept, ${run.written.toLocaleString()} written, ${run.removed.toLocaleString()} removed · ${megabytes(run.bytes)}`}
        {run.endedAt && ` in ${seconds(run.startedAt, run.endedAt)}`}
      </p>
      {run.problem && <p className="text-now">{run.problem.message}</p>}
      {run.dropped.map((dropped) => (
        <p
          key={dropped.code}
          className={`wrap-anywhere ${dropped.code === 'not-fetched' ? 'text-soon' : 'text-muted'}`}
        >
          {droppedWords(dropped)}
        </p>
      ))}
    </>
  )
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1_000).toLocaleString()} kB`
    : `${Math.round(bytes / 1_000_000).toLocaleString()} MB`
}

function seconds(from: string, to: string): string {
  const elapsed = (Date.parse(to) - Date.parse(from)) / 1_000
  return elapsed < 120 ? `${Math.round(elapsed)} s` : `${Math.round(elapsed / 60)} min`
}
