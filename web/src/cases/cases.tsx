import type { CaseRow } from '@contract/assurance-cases.ts'
import { unheldWords } from '@contract/closing-checklist.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { useControlNames } from '../assurance/use-assurance.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { casesAnswer, kindWords, notYours } from './case-words.ts'
import { OpenCase } from './open-case.tsx'
import { ReportLinks } from './report-links.tsx'
import { Times } from './times.tsx'
import { casesQuery } from './use-cases.ts'

/** What went wrong or nearly did, and what stands between each case and its end. */
export function Cases() {
  const { data, error, refetch } = useQuery(casesQuery)
  const may = useMay('analyst')
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-4">
        <h1 className="text-xl font-semibold text-balance">{casesAnswer(data)}.</h1>
        <p className="prose-width mb-3 text-muted">
          Nobody is blamed here. A case closes once every safeguard that failed has a change that has proven itself.
        </p>
        <OpenCase />
      </header>
      {data.length > 0 && <List cases={data} />}
      {data.length > 0 && (
        <Section title="How long it takes" aside="medians, rehearsals left out">
          <Times />
        </Section>
      )}
      {may && (
        <Section title="Links for reports" aside="anyone who has one can report, without an account">
          <ReportLinks />
        </Section>
      )}
    </Page>
  )
}

const PAGE = 50

function List({ cases }: { cases: readonly CaseRow[] }) {
  const [most, setMost] = useState(PAGE)
  const open = cases.filter(({ state }) => state === 'open').length
  return (
    <Section title="Cases" aside={`${open.toLocaleString()} open, ${(cases.length - open).toLocaleString()} closed`}>
      <ul aria-label="Cases, open ones first">
        {cases.slice(0, most).map((one) => (
          <Item key={one.id} one={one} />
        ))}
      </ul>
      {most < cases.length && (
        <button type="button" className="button mt-2" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, cases.length - most)} more
        </button>
      )}
    </Section>
  )
}

function Item({ one }: { one: CaseRow }) {
  const nameOf = useControlNames()
  const failed = one.barriers.filter(({ outcome }) => outcome !== 'held')
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-t border-line py-1.5">
      <StateMark state={one.state} />
      <Link
        to="/assurance/cases/$id"
        params={{ id: one.id }}
        className={`min-w-0 grow basis-64 text-accent underline wrap-anywhere ${one.confidential ? 'italic' : ''}`}
      >
        {one.title}
      </Link>
      <span className="text-sm whitespace-nowrap text-muted">{kindWords[one.kind]}</span>
      <span className="text-sm text-muted">
        {failed.length > 0 && `${failed.map(({ controlId }) => nameOf(controlId)).join(', ')} did not hold · `}
        {!one.readable && `${notYours} · `}
        {one.unanswered && <span className="text-ink">whoever reported it added something · </span>}
        {one.readable &&
          one.state === 'open' &&
          (one.lead === null ? 'nobody leads · ' : `${one.lead}${one.leadOutside ? ' (from outside)' : ''} leads · `)}
        reported <When at={one.reportedAt} />
      </span>
      {unheldWords(one) && <span className="w-full text-sm wrap-anywhere">{unheldWords(one)}</span>}
      {one.reopenedWhy && <span className="w-full text-sm">Open again, {one.reopenedWhy}</span>}
    </li>
  )
}

/** Open or closed, in words: colour is kept for decisions. */
export function StateMark({ state }: { state: CaseRow['state'] }) {
  return (
    <span
      className={`inline-flex w-16 shrink-0 justify-center rounded-md border px-1.5 text-sm font-medium ${state === 'open' ? 'border-ink' : 'border-line text-muted'}`}
    >
      {state}
    </span>
  )
}
