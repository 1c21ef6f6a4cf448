import type { DiscoveryRunRow } from '@contract/surface.ts'
import { gapWords, seenWords, sentWords, wasTakenUp } from '@contract/surface-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { KillSwitch } from './kill-switch.tsx'
import { LiveRun } from './live-run.tsx'
import { runsQuery } from './queries.ts'
import { RunNow } from './run-now.tsx'
import { looks, stateWords } from './run-words.ts'
import { SurfaceNav } from './surface-nav.tsx'
import { troubleGroups } from './trouble-groups.ts'

/** Runs of discovery: the one that goes on with what it sees and sends, and those before. */
export function Runs() {
  const { data, error, refetch } = useQuery(runsQuery)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="flex flex-wrap items-center gap-3 px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">Runs</h1>
        <RunNow />
      </header>
      <Section title="Stop everything" aside="within a second, wherever it runs">
        <KillSwitch />
      </Section>
      {error && <ProblemBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton rows={4} height={96} />}
      {data?.length === 0 && (
        <p className="border-t border-line px-4 py-4 text-muted">
          Nothing was looked for yet: add a domain under Scope, then discover.
        </p>
      )}
      {data?.map((run) => (
        <Run key={run.id} run={run} />
      ))}
    </div>
  )
}

function Run({ run }: { run: DiscoveryRunRow }) {
  const isLive = run.state === 'running'
  return (
    <Section
      title={stateWords(run)}
      aside={
        <>
          {run.startedBy} began <When at={run.startedAt} /> · {looks[run.look]} · from {run.vantage}
        </>
      }
    >
      {isLive && <LiveRun run={run} />}
      {run.problem && <p className={`mb-1 ${wasTakenUp(run.problem) ? 'text-muted' : 'text-now'}`}>{run.problem}</p>}
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Counts term="Seen" words={seenWords(run.counts)} />
        <Counts term="Sent" words={sentWords(run.sent)} />
      </dl>
      <p className="mt-1 text-sm text-muted wrap-anywhere">
        started from {run.seeds.map(({ name }) => name).join(', ')}
        {' · '}
        <Link to="/surface/runs/$id/probes" params={{ id: run.id }} className="text-accent underline">
          What was sent, where and when
        </Link>
      </p>
      {run.troubles.length > 0 && (
        <details className="mt-1 text-sm">
          <summary className="cursor-pointer text-accent">{gapWords(run.troubles.length)}</summary>
          <ul className="mt-1 max-w-4xl">
            {troubleGroups(run.troubles).map(({ by, words: what, subjects }) => (
              <li key={`${by} ${what} ${subjects[0]}`} className="wrap-anywhere">
                <Subjects subjects={subjects} />: {what} <span className="text-muted">({by})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

const MOST_SUBJECTS = 5

/** Whom it happened to: of many the first, and all of them on demand. */
function Subjects({ subjects }: { subjects: readonly string[] }) {
  if (subjects.length <= MOST_SUBJECTS) return <>{subjects.join(', ')}</>
  return (
    <details className="inline">
      <summary className="inline cursor-pointer">
        {subjects.slice(0, MOST_SUBJECTS).join(', ')}{' '}
        <span className="text-accent">and {(subjects.length - MOST_SUBJECTS).toLocaleString()} more</span>
      </summary>
      , {subjects.slice(MOST_SUBJECTS).join(', ')}
    </details>
  )
}

function Counts({ term, words: counted }: { term: string; words: string }) {
  return (
    <div>
      <dt className="inline text-muted">{term}</dt> <dd className="inline tabular-nums">{counted || 'nothing'}</dd>
    </div>
  )
}
