import type { RunningDutyRow } from '@contract/case-work.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { caseOwed } from '../cases/case-words.ts'
import { casesQuery } from '../cases/use-cases.ts'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'
import { runningDutiesQuery } from '../playbooks/use-playbooks.ts'
import { Subject } from '../reviews/subject.tsx'
import { reviewsQuery } from '../reviews/use-reviews.ts'
import { useControlNames } from './use-assurance.ts'

/** So many of each kind are shown here; the others stand where they are worked on. */
const MOST = 4

/** What somebody has to do by a day, or should have: reports to authorities, open cases, reviews. */
export function Due() {
  const { data: duties = [] } = useQuery(runningDutiesQuery)
  const { data: cases = [] } = useQuery(casesQuery)
  const { data: reviews = [] } = useQuery(reviewsQuery)
  const nameOf = useControlNames()
  const open = cases.filter(({ state }) => state === 'open')
  const due = reviews.filter(({ isDue }) => isDue)
  if (duties.length + open.length + due.length === 0) return null
  return (
    <Section title="Is due" aside={asideOf(duties.length, open.length, due.length)}>
      <ul className="divide-y divide-line">
        {duties.slice(0, MOST).map((duty) => (
          <Item key={`${duty.caseId} ${duty.ruleId}`} kind="report">
            <Clock duty={duty} />
            <span>{duty.name}</span>
            <CaseLink id={duty.caseId} title={duty.title} />
          </Item>
        ))}
        <More of={duties.length} what="report" to="/assurance/cases" />
        {open.slice(0, MOST).map((one) => (
          <Item key={one.id} kind="case">
            <CaseLink id={one.id} title={one.title} />
            <span className="text-muted">
              {caseOwed(one, nameOf)} · reported <When at={one.reportedAt} />
            </span>
          </Item>
        ))}
        <More of={open.length} what="case" to="/assurance/cases" />
        {due.slice(0, MOST).map((review) => (
          <Item key={`${review.kind} ${review.id}`} kind="review">
            <Subject review={review} />
            <span className="text-muted">{review.reasons[0]?.sentence}</span>
            <span className="text-sm text-muted">{review.owner ?? 'nobody owns it'}</span>
          </Item>
        ))}
        <More of={due.length} what="review" to="/assurance/reviews" />
      </ul>
    </Section>
  )
}

function asideOf(duties: number, open: number, due: number): string {
  return [
    duties > 0 && counted(duties, 'report'),
    open > 0 && counted(open, 'open case'),
    due > 0 && counted(due, 'review'),
  ]
    .filter((part) => part !== false)
    .join(', ')
}

function Item({ kind, children }: { kind: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-1.5">
      <span className="w-14 shrink-0 text-sm text-muted">{kind}</span>
      {children}
    </li>
  )
}

function CaseLink({ id, title }: { id: string; title: string }) {
  return (
    <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline wrap-anywhere">
      {title}
    </Link>
  )
}

function Clock({ duty: { due } }: { duty: RunningDutyRow }) {
  const isLate = Date.parse(due) < Date.now()
  return (
    <span className={`font-semibold ${isLate ? 'text-now' : ''}`}>
      {isLate ? '▲ was due ' : 'due '}
      <When at={due} />
    </span>
  )
}

function More({ of, what, to }: { of: number; what: string; to: '/assurance/cases' | '/assurance/reviews' }) {
  if (of <= MOST) return null
  return (
    <li className="py-1.5">
      <Link to={to} className="text-accent underline">
        and {counted(of - MOST, `more ${what}`)}
      </Link>
    </li>
  )
}
