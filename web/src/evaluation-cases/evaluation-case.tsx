import type { CaseHistoryDetail } from '@contract/evaluation-history.ts'
import { counted } from '@contract/fix-words.ts'
import { intervalWords } from '@contract/number-words.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { IntervalMark } from '../assurance/interval-mark.tsx'
import { Page } from '../assurance/page.tsx'
import { Term } from '../assurance/scenario-terms.tsx'
import { Up } from '../assurance/up.tsx'
import { controlsQuery } from '../assurance/use-assurance.ts'
import { StateMark } from '../cases/cases.tsx'
import { Unknown } from '../parts/basis.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { CaseLink } from './case-link.tsx'
import { answerOf, flakyWords, resultLooks } from './history-words.ts'
import { RunStrip } from './run-strip.tsx'
import { RunTable } from './run-table.tsx'
import { historyQuery } from './use-evaluation-cases.ts'

const route = getRouteApi('/assurance/evaluation-case')

/** One case of evaluations over its runs: what broke and mended it, how flaky it is, and where it comes from. */
export function EvaluationCase() {
  const { key, control } = route.useSearch()
  const { data, error, refetch } = useQuery(historyQuery(key, control))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <Head one={data} />
      <Section title="Run by run" aside={runsWords(data)}>
        <RunTable sightings={data.sightings} />
      </Section>
      <Section title="By version" aside="how often tries fail at one version">
        <Versions one={data} />
      </Section>
      {(data.of !== null || data.variants.length > 0) && (
        <Section title="Asked otherwise">
          <Variants one={data} />
        </Section>
      )}
      <Section title="Proves" aside="incidents and near misses whose change it has to show">
        <Proves one={data} />
      </Section>
      <Section title="About it">
        <About one={data} />
      </Section>
    </Page>
  )
}

function Head({ one }: { one: CaseHistoryDetail }) {
  return (
    <header className="px-4 pt-3 pb-4">
      <Up />
      <h1 className="mt-2 font-mono text-xl font-semibold wrap-anywhere">{one.key}</h1>
      <p className="prose-width mt-1">{answerOf(one)}.</p>
      {one.flakiness && (
        <p className="prose-width mt-1">
          <span className="font-medium text-soon">◆ flaky</span> {flakyWords(one.flakiness)}.
        </p>
      )}
      <RunStrip sightings={one.sightings} />
    </header>
  )
}

function runsWords({ runs, sightings }: CaseHistoryDetail): string {
  return sightings.length < runs
    ? `the newest ${sightings.length.toLocaleString()} of ${counted(runs, 'run')}`
    : `${counted(runs, 'run')}, newest first`
}

function Versions({ one: { versions } }: { one: CaseHistoryDetail }) {
  return (
    <ul className="max-w-4xl">
      {versions.map(({ target, targetVersion, changedAt, runs, judged, passed, failure, isFlaky }, place) => (
        // Runs that do not say their version have nothing else to be told apart by.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order by itself.
        <li key={place} className="flex flex-wrap items-center gap-x-4 border-t border-line py-1.5">
          <span className="w-56 wrap-anywhere">
            {target ?? <Unknown what="target" hint="The report does not say what was tested" />}{' '}
            {targetVersion === null ? (
              <Unknown what="version" hint="The report does not say: it is held against no other run" />
            ) : (
              <span className="font-mono text-sm">{targetVersion}</span>
            )}
            {changedAt && (
              <span className="block text-sm text-muted">
                since the change <When at={changedAt} />
              </span>
            )}
          </span>
          {judged === 0 ? (
            <span className="text-soon">no try with a verdict</span>
          ) : (
            <>
              <IntervalMark value={(judged - passed) / judged} interval={failure} />
              <span>
                {(judged - passed).toLocaleString()} of {counted(judged, 'try', 'tries')} failed
              </span>
              <span className="text-sm text-muted">{intervalWords(failure)}</span>
            </>
          )}
          <span className="text-sm text-muted">{counted(runs, 'run')}</span>
          {isFlaky && <span className="text-sm text-soon">◆ flaky</span>}
        </li>
      ))}
    </ul>
  )
}

const askedWords = { rephrased: 'rephrased', steps: 'in steps' }

function Variants({ one: { of, variants } }: { one: CaseHistoryDetail }) {
  return (
    <ul className="max-w-4xl">
      {of !== null && (
        <li className="py-1">
          <span className="text-muted">It asks otherwise than</span> <CaseLink of={of} />
        </li>
      )}
      {variants.map(({ key, variation, result }) => (
        <li key={key} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1">
          <span className={`w-24 shrink-0 ${resultLooks[result][2]}`}>
            {resultLooks[result][0]} {resultLooks[result][1]}
          </span>
          <CaseLink of={key} />
          <span className="text-sm text-muted">{askedWords[variation]}</span>
        </li>
      ))}
    </ul>
  )
}

function Proves({ one: { proves } }: { one: CaseHistoryDetail }) {
  if (proves.length === 0)
    return (
      <p className="prose-width text-muted">
        No incident or near miss names it. A case that once went through is worth keeping as one that is run again and
        again.
      </p>
    )
  return (
    <ul className="max-w-4xl">
      {proves.map((one) => (
        <li key={one.change} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
          <StateMark state={one.state} />
          <Link to="/assurance/cases/$id" params={{ id: one.case }} className="text-accent underline wrap-anywhere">
            {one.title}
          </Link>
          <span className="text-muted wrap-anywhere">{one.what}</span>
        </li>
      ))}
    </ul>
  )
}

function About({ one }: { one: CaseHistoryDetail }) {
  const { data: controls = [] } = useQuery(controlsQuery)
  const newest = one.sightings[0]
  return (
    <dl className="max-w-4xl">
      <Term name={one.controls.length > 1 ? 'Controls it tests' : 'Control it tests'}>
        {one.controls.length === 0 && <Unknown hint="Neither the report nor whoever imported it said so" />}
        <ul>
          {one.controls.map((id) => (
            <li key={id}>
              <Link to="/assurance/controls/$id" params={{ id }} className="text-accent underline">
                {controls.find((control) => control.id === id)?.name ?? id}
              </Link>
              {one.controls.length > 1 && (
                <>
                  {' '}
                  <Link to="." search={{ key: one.key, control: id }} className="text-sm text-accent underline">
                    only its runs
                  </Link>
                </>
              )}
            </li>
          ))}
        </ul>
      </Term>
      <Term name="Stratum">{newest?.stratum ?? <span className="text-muted">none stated</span>}</Term>
      <Term name="Cluster">{newest?.cluster ?? <span className="text-muted">none: it stands alone</span>}</Term>
    </dl>
  )
}
