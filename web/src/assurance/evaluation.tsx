import type { EvaluationDetail } from '@contract/evaluations.ts'
import { counted } from '@contract/fix-words.ts'
import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { Unknown } from '../parts/basis.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Measures } from '../runs/measures.tsx'
import { measuresQuery } from '../runs/use-runs.ts'
import { CaseList } from './case-list.tsx'
import { Dropped } from './dropped.tsx'
import { EvaluationGap } from './evaluation-gap.tsx'
import { Page } from './page.tsx'
import { Rate } from './rate.tsx'
import { Term } from './scenario-terms.tsx'
import { strataOf } from './strata.ts'
import { Up } from './up.tsx'
import { evaluationQuery } from './use-assurance.ts'
import { gapQuery, isComing } from './use-monitoring.ts'

const route = getRouteApi('/assurance/evaluations/$id')

/** One run of an evaluation tool: how often it failed, where, and on which cases. */
export function Evaluation() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(evaluationQuery(id))
  const besides = useQueries({ queries: [gapQuery('evaluations', id), measuresQuery(id)] })
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data || isComing(besides)) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <Head run={data} />
      <Section title="By stratum">
        <Strata run={data} />
      </Section>
      <Measures id={data.id} />
      <EvaluationGap of="evaluations" id={data.id} />
      <Section title="Cases" aside={casesWords(data)}>
        {data.failed > 0 && (
          <p className="mb-2 print:hidden">
            <a className="button" href={`/api/v1/evaluations/${encodeURIComponent(data.id)}/sarif`} download>
              Save the failing ones as SARIF
            </a>
          </p>
        )}
        <CaseList cases={data.list} control={data.controlId} />
      </Section>
      <Section title="Where it is from">
        <From run={data} />
      </Section>
    </Page>
  )
}

function Head({ run }: { run: EvaluationDetail }) {
  const judged = run.passed + run.failed
  return (
    <header className="px-4 pt-3 pb-4">
      <Up />
      <h1 className="prose-width mt-2 text-xl font-semibold wrap-anywhere">
        {judged === 0
          ? `${counted(run.cases, 'case')}, none with a verdict`
          : `${run.failed.toLocaleString()} of ${counted(judged, 'case')} failed`}
        : {run.name}
      </h1>
      <p className="mt-1">
        <Rate counts={run} />
      </p>
      <p className="prose-width mt-1 text-sm text-muted">
        The interval holds the true rate in 95 of 100 such runs, if the cases are independent of each other (Wilson).
      </p>
    </header>
  )
}

function casesWords({ list, cases }: EvaluationDetail): string {
  return list.length < cases
    ? `the first ${list.length.toLocaleString()} of ${cases.toLocaleString()}, failed first`
    : `${cases.toLocaleString()}, failed first`
}

function Strata({ run }: { run: EvaluationDetail }) {
  if (run.list.length < run.cases)
    return (
      <p className="prose-width text-muted">
        Only {run.list.length.toLocaleString()} of {counted(run.cases, 'case')} are shown here: rates of parts of them
        would mislead.
      </p>
    )
  const strata = strataOf(run.list)
  if (strata.length === 1 && strata[0]!.name === undefined)
    return <p className="text-muted">The report tells no strata apart.</p>
  return (
    <ul className="max-w-4xl">
      {strata.map(({ name, ...counts }) => (
        <li key={name ?? ''} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1.5">
          <span className="w-48 wrap-anywhere">{name ?? <span className="text-muted">not stated</span>}</span>
          <Rate counts={counts} />
        </li>
      ))}
    </ul>
  )
}

function From({ run }: { run: EvaluationDetail }) {
  const { tool, importer, target, targetVersion, controls, at, importedAt, importedBy, dropped } = run
  return (
    <>
      <dl className="max-w-4xl">
        <Term name="Tool">
          {tool} <span className="text-muted">read as {importer}</span>
        </Term>
        <Term name="Tested">
          {target ?? <Unknown hint="The report does not say" />}
          {targetVersion && <span className="font-mono"> {targetVersion}</span>}
        </Term>
        <Term name={controls.length > 1 ? 'Controls' : 'Control'}>
          {controls.length === 0 && <Unknown hint="Neither the report nor its cases name one" />}
          {controls.map(({ id, name }, place) => (
            <Fragment key={id}>
              {place > 0 && ', '}
              <Link to="/assurance/controls/$id" params={{ id }} className="text-accent underline">
                {name}
              </Link>
            </Fragment>
          ))}
        </Term>
        <Term name="Run">
          <When at={at} />
        </Term>
        <Term name="Imported">
          <When at={importedAt} /> by {importedBy}
        </Term>
      </dl>
      <Dropped dropped={dropped} />
    </>
  )
}
