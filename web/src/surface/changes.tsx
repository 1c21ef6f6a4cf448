import { filterProblem, hasTerm, surfaceChangeFilterKeys, toggleTerm } from '@contract/filter.ts'
import type { ChangedAsset, ChangedRun } from '@contract/surface.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ExportMenu } from '../lists/export-menu.tsx'
import { listSearch } from '../lists/list-search.ts'
import { surfaceChangeList } from '../lists/lists.ts'
import { Misunderstood, Nothing } from '../lists/nothing.tsx'
import { countOf } from '../lists/toolbar.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { countsOf } from './change-words.ts'
import { kindWord } from './kind-words.ts'
import { changedAssetsQuery, changedRunsQuery } from './queries.ts'
import { looks } from './run-words.ts'
import { StoppedNote } from './stopped-note.tsx'
import { SurfaceNav } from './surface-nav.tsx'

const route = getRouteApi('/surface/changes')

/** What came, went and changed outside: by run, the latest first, and by asset, the most important first. */
export function SurfaceChanges() {
  const { filter = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: string) => void navigate({ search: listSearch({ filter: next }), replace: true })
  const wrong = filterProblem(filter, surfaceChangeFilterKeys)
  const query = useInfiniteQuery({ ...changedRunsQuery(filter), enabled: wrong === undefined })
  const runs = query.data?.pages.flatMap(({ rows }) => rows)
  const total = runs?.reduce((sum, run) => sum + run.total, 0)
  const more = query.hasNextPage ? ' in these runs' : ''
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <StoppedNote className="px-4 pt-2" />
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-2">
        <h1 className="mr-2 min-h-7 text-xl font-semibold tabular-nums md:min-w-52">
          {countOf(total, 'change', 'changes')}
          {more}
        </h1>
        <FilterField
          value={filter}
          change={change}
          placeholder="importance:high kind:port asset:example.com vpn"
          label="Filter changes"
        />
        <ExportMenu shape={surfaceChangeList} search={{ filter }} columns={[]} path="/surface/changes" />
      </header>
      <Chips filter={filter} change={change} />
      {wrong !== undefined && <Misunderstood words={wrong} clear={() => change('')} />}
      {query.error && <ProblemBox error={query.error} retry={() => query.refetch()} />}
      {!runs && !query.error && wrong === undefined && <Skeleton rows={6} height={64} />}
      {runs?.length === 0 && wrong === undefined && (
        <Nothing
          filter={filter}
          empty="Nothing has changed: the first run sees everything for the first time."
          clear={() => change('')}
        />
      )}
      {wrong === undefined &&
        runs?.map((run, place) => <Run key={run.id} run={run} filter={filter} isOpen={place === 0 && !run.isFirst} />)}
      {query.hasNextPage && (
        <button
          type="button"
          className="button mx-4 mt-3"
          disabled={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          Earlier runs
        </button>
      )}
    </div>
  )
}

const chosen = ['importance', 'change', 'kind'] as const

function Chips({ filter, change }: { filter: string; change: (filter: string) => void }) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1.5 border-b border-line px-4 pb-2 print:hidden">
      {chosen.map((key) => (
        <section key={key} aria-label={key} className="flex flex-wrap gap-1.5">
          {(surfaceChangeFilterKeys[key] ?? []).map((value) => (
            <button
              key={value}
              type="button"
              className="chip"
              aria-pressed={hasTerm(filter, key, value)}
              onClick={() => change(toggleTerm(filter, key, value))}
            >
              {key === 'importance' ? marks[value as Importance].words : value.replace('-', ' ')}
            </button>
          ))}
        </section>
      ))}
    </div>
  )
}

type Importance = ChangedAsset['importance']

/** How soon somebody should look; the sign says it without colour. */
const marks: Readonly<Record<Importance, { sign: string; words: string; look: string }>> = {
  high: { sign: '▲', words: 'look now', look: 'text-now' },
  medium: { sign: '◆', words: 'look soon', look: 'text-soon' },
  low: { sign: '○', words: 'for the record', look: 'text-muted' },
}

function Mark({ importance }: { importance: Importance }) {
  const { sign, words, look } = marks[importance]
  return (
    <span className={`inline-block w-4 shrink-0 text-center ${look}`} title={words}>
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** One run with what it changed, counted; opens to the assets. */
function Run({ run, filter, isOpen }: { run: ChangedRun; filter: string; isOpen: boolean }) {
  const [open, setOpen] = useState(isOpen)
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)} className="border-b border-line">
      <summary className="cursor-pointer px-4 py-3 hover:bg-raised">
        <h2 className="inline font-semibold">
          <When at={run.at} />
        </h2>{' '}
        <span className="text-muted">
          {run.isFirst ? 'everything, for the first time' : looks[run.look]}
          {run.startedBy && ` · ${run.startedBy}`}
          {run.vantage && ` · from ${run.vantage}`}
        </span>
        {Object.entries(run.baseline).map(([seed, count]) => (
          <p key={seed} className="mt-1 pl-4 tabular-nums">
            {count.toLocaleString()} first seen with {seed}: what changes is told from the next look on
          </p>
        ))}
        <p className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 pl-4 tabular-nums">
          {run.total > 0 && (
            <span>
              {run.total.toLocaleString()} {run.total === 1 ? 'change' : 'changes'} on {run.assets.toLocaleString()}{' '}
              {run.assets === 1 ? 'asset' : 'assets'}
            </span>
          )}
          {(['high', 'medium', 'low'] as const).map((importance) => {
            const count = run.importance[importance] ?? 0
            return count === 0 ? null : (
              <span key={importance}>
                <Mark importance={importance} /> {count.toLocaleString()} {marks[importance].words}
              </span>
            )
          })}
        </p>
        <p className="pl-4 text-sm text-muted tabular-nums">{countsOf(run.counts)}</p>
      </summary>
      {open && <Assets runId={run.id} filter={filter} />}
    </details>
  )
}

function Assets({ runId, filter }: { runId: string; filter: string }) {
  const { data, error, refetch } = useQuery(changedAssetsQuery(runId, filter))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={4} height={48} />
  return (
    <ul className="divide-y divide-line border-t border-line">
      {data.assets.map((one) => (
        <Asset key={one.asset.id} changed={one} />
      ))}
      {data.hidden > 0 && (
        <li className="px-4 py-2 text-muted">
          and {data.hidden.toLocaleString()} more assets: a filter narrows them, the export has them all
        </li>
      )}
    </ul>
  )
}

const signs = { new: '+', vanished: '−', changed: '±' } as const

function Asset({ changed: { asset, total, changes } }: { changed: ChangedAsset }) {
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <p className="min-w-0">
        <Link
          to="/surface/assets/$id"
          params={{ id: asset.id }}
          preload={false}
          className="font-medium wrap-anywhere text-accent underline"
        >
          {nameOf(asset)}
        </Link>{' '}
        <span className="text-sm text-muted">{kindWord(asset.kind)}</span>
      </p>
      <ul className="min-w-0 text-sm">
        {changes.map((change) => (
          <li key={change.id} className="flex gap-1">
            <Mark importance={change.importance} />
            <span aria-hidden="true" className="inline-block w-3 shrink-0 font-mono">
              {signs[change.change]}
            </span>
            <span className="min-w-0 wrap-anywhere">{change.words}</span>
          </li>
        ))}
        {total > changes.length && (
          <li className="pl-8 text-muted">and {(total - changes.length).toLocaleString()} more</li>
        )}
      </ul>
    </li>
  )
}

/** A certificate is called by a digest: its beginning tells it from others. */
function nameOf({ kind, name }: ChangedAsset['asset']): string {
  return kind === 'certificate' && name.length > 20 ? `${name.slice(0, 16)}…` : name
}
