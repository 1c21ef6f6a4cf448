import { decidesWords } from '@contract/comparison-words.ts'
import type { Comparison as Compared } from '@contract/evaluation-comparison.ts'
import type { EvaluationRow } from '@contract/evaluations.ts'
import { counted } from '@contract/fix-words.ts'
import { intervalWords } from '@contract/number-words.ts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { CaseLink } from '../evaluation-cases/case-link.tsx'
import { Unknown } from '../parts/basis.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { gateWords, hundredths, runWords } from './comparison-words.ts'
import { IntervalMark } from './interval-mark.tsx'
import { Page } from './page.tsx'
import { Up } from './up.tsx'
import { evaluationsQuery } from './use-assurance.ts'

const route = getRouteApi('/assurance/compare')

const comparisonQuery = (before: string, after: string) =>
  queryOptions({
    queryKey: ['assurance', 'comparison', before, after],
    queryFn: () => call<Compared>(`/evaluations/compare?${new URLSearchParams({ before, after })}`),
  })

/** Two runs of the same cases: what got worse, what got better, and whether that may be chance. */
export function Comparison() {
  const { before, after } = route.useSearch()
  const runs = useQuery(evaluationsQuery)
  const ready = before !== undefined && after !== undefined
  const { data, error, refetch } = useQuery({ ...comparisonQuery(before ?? '', after ?? ''), enabled: ready })
  if (runs.error) return <ProblemBox error={runs.error} retry={() => runs.refetch()} />
  if (!runs.data) return <Skeleton rows={4} height={52} />
  return (
    <Page>
      <header className="px-4 pt-3 pb-4">
        <Up />
        <h1 className="mt-2 text-xl font-semibold text-balance">
          {data ? gateWords(data) : 'Compare two runs of the same cases'}.
        </h1>
        {data && data.before.id !== data.after.id && data.gate.verdict === 'undecided' && data.shared > 0 && (
          <p className="prose-width mt-1">It blocks as a failure does: {decidesWords(data)}.</p>
        )}
        <Choose runs={runs.data} />
      </header>
      {error && <ProblemBox error={error} retry={() => refetch()} />}
      {ready && !data && !error && <Skeleton rows={6} height={52} />}
      {data && data.before.id !== data.after.id && <Parts data={data} />}
    </Page>
  )
}

function Choose({ runs }: { runs: readonly EvaluationRow[] }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  if (runs.length < 2) return <p className="mt-2 text-muted">It takes two runs: import another report.</p>
  return (
    <div className="mt-3 flex max-w-5xl flex-wrap gap-3 print:hidden">
      {(['before', 'after'] as const).map((side) => (
        <label key={side} className="grid min-w-0 grow basis-64 gap-1">
          <span className="font-medium">{side === 'before' ? 'Before' : 'After'}</span>
          <select
            className="field"
            value={search[side] ?? ''}
            onChange={(event) => void navigate({ search: { ...search, [side]: event.target.value }, replace: true })}
          >
            <option value="" disabled>
              choose a run
            </option>
            {runs.map((run) => (
              <option key={run.id} value={run.id}>
                {runWords(run)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  )
}

function Parts({ data }: { data: Compared }) {
  return (
    <>
      {data.shared > 0 && <Chance data={data} />}
      <Keys title="Worse: failed only after" keys={data.worse} count={data.counts.worse} />
      <Keys title="Better: failed only before" keys={data.better} count={data.counts.better} />
      <Keys title="Lost: no verdict in the run after" keys={data.lost} count={data.counts.lost} />
      <Section title="By stratum">
        <Strata data={data} />
      </Section>
      <Keys
        title="Flaky: pass and fail without a change"
        keys={data.flaky.map(({ key }) => key)}
        count={data.counts.flaky}
        asides={new Map(data.flaky.map(({ key, attempts, passed }) => [key, `${passed} of ${attempts} tries passed`]))}
      />
      <Keys title="Only in the run after" keys={data.appeared} count={data.counts.appeared} />
      {/* Where all that was lost is what is missing in the run after, it was listed above. */}
      {!isListed(data) && <Keys title="Only in the run before" keys={data.vanished} count={data.counts.vanished} />}
      <Section title="The runs">
        <ul>
          {[data.before, data.after].map((run, index) => (
            <li key={run.id}>
              <span className="inline-block w-16 text-muted">{index === 0 ? 'before' : 'after'}</span>{' '}
              <Link to="/assurance/evaluations/$id" params={{ id: run.id }} className="text-accent underline">
                {run.name}
              </Link>{' '}
              <span className="text-muted">
                {[run.target, run.targetVersion].filter(Boolean).join(' ') || 'target not stated'}, <When at={run.at} />
                , {run.failed.toLocaleString()} of {counted(run.passed + run.failed, 'case')} failed
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function isListed({ counts, vanished, lost }: Compared): boolean {
  return counts.vanished === counts.lost && vanished.every((key) => lost.includes(key))
}

function Chance({ data }: { data: Compared }) {
  return (
    <Section title="Whether it is chance">
      <p className="prose-width">
        Of {counted(data.shared, 'case')} with a verdict in both, {data.counts.worse.toLocaleString()} fail only after
        and {data.counts.better.toLocaleString()} only before. So uneven a split comes by chance{' '}
        {data.p >= 0.999 ? 'all the time' : `${hundredths(data.p)} in 100 times`} (McNemar, exact). The failure rate
        moved by {signed(data.gate.difference)} in 100, between {signed(data.gate.bounds.low)} and{' '}
        {signed(data.gate.bounds.high)}.
      </p>
    </Section>
  )
}

function signed(share: number): string {
  return `${share > 0 ? '+' : share < 0 ? '−' : ''}${hundredths(Math.abs(share))}`
}

const SHOWN = 50
/** A longer list stands folded, its beginning shown: what counts must not be looked for below it. */
const FOLDED = 10

interface KeysProps {
  title: string
  keys: readonly string[]
  count: number
  /** What is said beside a key. */
  asides?: ReadonlyMap<string, string>
}

function Keys({ title, keys, count, asides }: KeysProps) {
  const [isOpen, setOpen] = useState(false)
  if (count === 0) return null
  return (
    <Section title={title} aside={count.toLocaleString()}>
      <ul className="max-w-4xl">
        {keys.slice(0, isOpen ? SHOWN : FOLDED).map((key) => (
          <li key={key} className="border-t border-line py-0.5">
            <CaseLink of={key} /> {asides?.has(key) && <span className="text-sm text-muted">{asides.get(key)}</span>}
          </li>
        ))}
      </ul>
      {!isOpen && keys.length > FOLDED && (
        <button type="button" className="button mt-2" onClick={() => setOpen(true)}>
          Show {(Math.min(keys.length, SHOWN) - FOLDED).toLocaleString()} more
        </button>
      )}
      {isOpen && count > SHOWN && (
        <p className="text-sm text-muted">
          The first {SHOWN} of {count.toLocaleString()}.
        </p>
      )}
    </Section>
  )
}

function Strata({ data: { strata } }: { data: Compared }) {
  return (
    <ul className="max-w-5xl">
      {strata.map(({ stratum, before, after }) => (
        <li key={stratum ?? ''} className="grid gap-x-4 border-t border-line py-1.5 md:grid-cols-[12rem_1fr_1fr]">
          <span className="wrap-anywhere">{stratum ?? <span className="text-muted">not stated</span>}</span>
          {[before, after].map((rate, index) => (
            <span key={index === 0 ? 'before' : 'after'} className="flex flex-wrap items-center gap-x-2">
              <span className="w-12 text-sm text-muted">{index === 0 ? 'before' : 'after'}</span>
              {rate ? (
                <>
                  <IntervalMark value={rate.value} interval={rate.interval} />
                  <span className="text-sm">
                    {rate.failed} of {rate.judged} failed, {intervalWords(rate.interval)}
                  </span>
                </>
              ) : (
                <Unknown what="rate" hint="No case of it has a verdict in this run" />
              )}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
