import { probeWords } from '@contract/probe-words.ts'
import type { DiscoveryRunRow, ProbePage } from '@contract/surface.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { probesQuery, questionsQuery, runsQuery } from './queries.ts'
import { Questions } from './questions.tsx'
import { looks } from './run-words.ts'
import { SurfaceNav } from './surface-nav.tsx'

const route = getRouteApi('/surface/runs/$id/probes')

/** Everything that a run sent: where, when, and how it went. */
export function Probes() {
  const { id } = route.useParams()
  const { target = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const runs = useQuery(runsQuery)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="flex flex-wrap items-center gap-3 px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">What was sent</h1>
        <Which runs={runs.data ?? []} id={id} choose={(next) => void navigate({ params: { id: next } })} />
        <Target key={target} target={target} find={(next) => void navigate({ search: next ? { target: next } : {} })} />
      </header>
      <Log id={id} target={target} />
    </div>
  )
}

function Which({ runs, id, choose }: { runs: readonly DiscoveryRunRow[]; id: string; choose: (id: string) => void }) {
  return (
    <>
      <select
        className="field w-auto max-w-full"
        aria-label="Run"
        value={id}
        onChange={(event) => choose(event.target.value)}
      >
        {!runs.some((run) => run.id === id) && <option value={id}>this run</option>}
        {runs.map((run) => (
          <option key={run.id} value={run.id}>
            {new Date(run.startedAt).toLocaleString()} · {looks[run.look]} · {run.startedBy}
          </option>
        ))}
      </select>
      <Link to="/surface/runs" className="text-accent underline">
        All runs
      </Link>
    </>
  )
}

function Target({ target, find }: { target: string; find: (target: string) => void }) {
  const [text, setText] = useState(target)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    find(text.trim())
  }
  return (
    <form onSubmit={submit} className="flex gap-2">
      <input
        className="field w-72"
        type="search"
        aria-label="Target"
        placeholder="192.0.2.7, 192.0.2.0/24, www.example.com"
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button">
        Show
      </button>
    </form>
  )
}

/** Of a name only what went to addresses that are known of it can be told. */
function nothingTo(target: string): string {
  const isName = !/^[\d.]+(?:[/-][\d.]+)?$|:/.test(target)
  return isName
    ? `It sent nothing to an address that is known of “${target}”, if any is.`
    : `It sent nothing to ${target}.`
}

function Log({ id, target }: { id: string; target: string }) {
  const log = useInfiniteQuery(probesQuery(id, target))
  const questions = useInfiniteQuery(questionsQuery(id, target))
  if (log.error) return <ProblemBox error={log.error} retry={() => log.refetch()} />
  if (questions.error) return <ProblemBox error={questions.error} retry={() => questions.refetch()} />
  if (log.isPending || questions.isPending) return <Skeleton rows={6} height={40} />
  const rows = log.data.pages.flatMap((page) => page.rows)
  const asked = questions.data.pages.flatMap((page) => page.rows)
  const more = questions.hasNextPage ? () => void questions.fetchNextPage() : undefined
  const isNothing = rows.length === 0 && asked.length === 0
  return (
    <>
      {asked.length > 0 && <Questions rows={asked} more={more} />}
      {rows.length === 0 ? (
        <p className="border-t border-line px-4 py-4 text-muted">
          {isNothing && target !== '' ? nothingTo(target) : 'It sent nothing to any address of yours.'}
        </p>
      ) : (
        <Sent rows={rows} />
      )}
      {log.hasNextPage && (
        <button
          type="button"
          className="button mx-4 mt-3"
          disabled={log.isFetchingNextPage}
          onClick={() => log.fetchNextPage()}
        >
          Show more
        </button>
      )}
    </>
  )
}

function Sent({ rows }: { rows: ProbePage['rows'] }) {
  return (
    <div className="overflow-x-auto border-t border-line">
      <table className="w-full text-left max-md:block">
        <thead className="max-md:hidden">
          <tr className="text-sm text-muted">
            <th className="px-4 py-1.5 font-normal">Address</th>
            <th className="px-4 py-1.5 font-normal">Ports, by how it went</th>
            <th className="px-4 py-1.5 font-normal">When</th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map(({ id: row, address, transport, at, probes }) => (
            <tr key={row} className="border-t border-line align-top max-md:block max-md:py-1.5">
              <td className="px-4 py-1.5 whitespace-nowrap tabular-nums max-md:block max-md:py-0">
                {address} <span className="text-muted">{transport}</span>
              </td>
              <td className="px-4 py-1.5 tabular-nums wrap-anywhere max-md:block max-md:py-0">
                {probeWords(probes, transport)}
              </td>
              <td className="px-4 py-1.5 text-sm whitespace-nowrap text-muted max-md:inline-block max-md:py-0 max-md:pr-0">
                <When at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
