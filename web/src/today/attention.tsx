import type { AssuranceAttention } from '@contract/assurance-attention.ts'
import { counted } from '@contract/fix-words.ts'
import { queryOptions } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { call } from '../api/client.ts'
import { When } from '../parts/when.tsx'

export const attentionQuery = queryOptions({
  queryKey: ['assurance', 'attention'],
  queryFn: () => call<AssuranceAttention>('/assurance/attention'),
  refetchInterval: 60_000,
})

/** Risks above what is accepted, controls nobody knows of, and duties to report; nothing of what there is none of. */
export function Attention({ attention }: { attention: AssuranceAttention | undefined }) {
  if (!attention) return null
  const { aboveAppetite, unknownControls, duties, reopened, notProven } = attention
  if ([aboveAppetite, unknownControls, duties, reopened, notProven].every(({ count }) => count === 0)) return null
  return (
    <ul aria-label="Risks, controls and duties" className="mt-1">
      {duties.count > 0 && <Duties duties={duties} />}
      {reopened.count > 0 && (
        <Line mark="▲" tone="text-now" more={reopened.count - reopened.first.length}>
          <span>
            {counted(reopened.count, 'closed case')} {reopened.count === 1 ? 'is' : 'are'} open again:
          </span>
          {reopened.first.map(({ id, name, why }) => (
            <span key={id}>
              <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline">
                {name}
              </Link>{' '}
              <span className="text-muted">{why}</span>
            </span>
          ))}
        </Line>
      )}
      {notProven.count > 0 && (
        <Line mark="◆" tone="text-soon" more={notProven.count - notProven.first.length}>
          <Link to="/assurance" className="text-accent underline">
            {counted(notProven.count, 'closed case')} {notProven.count === 1 ? 'has a' : 'have a'} proof that does not
            hold
          </Link>
          {notProven.first.map(({ id, name }) => (
            <Link key={id} to="/assurance/cases/$id" params={{ id }} className="text-accent underline">
              {name}
            </Link>
          ))}
        </Line>
      )}
      {aboveAppetite.count > 0 && (
        <Line mark="▲" tone="text-now" more={aboveAppetite.count - aboveAppetite.first.length}>
          <Link to="/assurance" className="text-accent underline">
            {counted(aboveAppetite.count, 'risk')} {aboveAppetite.count === 1 ? 'is' : 'are'} above appetite
          </Link>
          {aboveAppetite.first.map(({ id, name }) => (
            <Link key={id} to="/assurance/scenarios/$id" params={{ id }} className="text-accent underline">
              {name}
            </Link>
          ))}
        </Line>
      )}
      {unknownControls.count > 0 && (
        <Line mark="◆" tone="text-soon" more={unknownControls.count - unknownControls.first.length}>
          <Link to="/assurance" className="text-accent underline">
            Of {counted(unknownControls.count, 'control')} it is unknown how well{' '}
            {unknownControls.count === 1 ? 'it works' : 'they work'}
          </Link>
          {unknownControls.first.map(({ id, name }) => (
            <Link key={id} to="/assurance/controls/$id" params={{ id }} className="text-accent underline">
              {name}
            </Link>
          ))}
        </Line>
      )}
    </ul>
  )
}

function Duties({ duties: { count, overdue, first } }: Pick<AssuranceAttention, 'duties'>) {
  const late = overdue > 0
  return (
    <Line mark={late ? '▲' : '◆'} tone={late ? 'text-now' : 'text-soon'} more={count - first.length}>
      <span>
        {count === 1 ? '1 duty' : `${count.toLocaleString()} duties`} to report {count === 1 ? 'is' : 'are'} open
        {late && `, ${overdue === count ? '' : `${overdue.toLocaleString()} `}overdue`}:
      </span>
      {first.map(({ caseId, name, due }) => (
        <span key={`${caseId} ${name}`}>
          <Link to="/assurance/cases/$id" params={{ id: caseId }} className="text-accent underline">
            {name}
          </Link>{' '}
          <span className="text-muted">
            {Date.parse(due) < Date.now() ? 'was due' : 'due'} <When at={due} />
          </span>
        </span>
      ))}
    </Line>
  )
}

interface LineProps {
  mark: string
  tone: string
  /** So many are not named. */
  more: number
  children: ReactNode
}

function Line({ mark, tone, more, children }: LineProps) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span aria-hidden className={`font-semibold ${tone}`}>
        {mark}
      </span>
      {children}
      {more > 0 && <span className="text-muted">and {more.toLocaleString()} more</span>}
    </li>
  )
}
