import type { CaseDetail } from '@contract/assurance-cases.ts'
import type { CaseExportName, ObligationList } from '@contract/case-work.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { When } from '../parts/when.tsx'
import { obligationsQuery, useCasePlan } from '../playbooks/use-playbooks.ts'
import { Refusal } from '../session/login.tsx'

type Duty = ObligationList['obligations'][number]

const exports: Readonly<Record<CaseExportName, string>> = {
  oecd: 'OECD fields (JSON)',
  aiid: 'AIID shape (JSON)',
  'ai-act-73': 'AI Act Art. 73 (draft)',
  'gdpr-33': 'GDPR Art. 33 (draft)',
  nis2: 'NIS2 (draft)',
  dora: 'DORA (draft)',
}

/** Duties to report with their clocks: which apply is a person's to say. */
export function Duties({ one, works }: { one: CaseDetail; works: boolean }) {
  const { data } = useQuery(obligationsQuery(one.id))
  const [all, setAll] = useState(false)
  if (!data) return null
  const said = data.obligations.filter(({ state }) => state === 'open' || state === 'filed')
  const rest = data.obligations.filter(({ state }) => state === 'unsaid' || state === 'not-applicable')
  return (
    <>
      <p className="prose-width mb-2 text-muted">
        Read from the texts of the law, and no legal advice. Clocks of days run by {data.calendar.timeZone}; a clock
        that nobody set is taken from when it was noticed.
      </p>
      {said.length === 0 && <p>Nobody has said yet that one of them applies.</p>}
      <ul className="max-w-4xl">
        {[...said, ...(all ? rest : [])].map((duty) => (
          <Item key={duty.rule.id} caseId={one.id} duty={duty} works={works} />
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-center gap-2 print:hidden">
        {works && one.unjudgedDuties.length > 0 && (
          <NoneApplies
            caseId={one.id}
            duties={rest}
            isFirst={data.obligations.every(({ state }) => state === 'unsaid')}
          />
        )}
        {rest.length > 0 && (
          <button type="button" className="button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Only those that apply' : `Judge ${rest.length.toLocaleString()} that may apply`}
          </button>
        )}
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
        <span className="text-muted">Export it as</span>
        {Object.entries(exports).map(([as, words]) => (
          <a key={as} className="chip" href={`/api/v1/cases/${one.id}/export?as=${as}`} download>
            {words}
          </a>
        ))}
      </p>
    </>
  )
}

/** The rest of them at once: most cases have no duty. */
function NoneApplies({ caseId, duties, isFirst }: { caseId: string; duties: readonly Duty[]; isFirst: boolean }) {
  const { duty: say } = useCasePlan(caseId)
  const unjudged = duties.filter(({ state }) => state === 'unsaid')
  const which = isFirst ? '' : 'other '
  const judge = async () => {
    for (const { rule } of unjudged) await say.mutateAsync({ ruleId: rule.id, state: 'not-applicable' })
  }
  return (
    <>
      <Confirm
        label={
          unjudged.length === 1
            ? `The ${which}duty does not apply`
            : `None of the ${which}${unjudged.length.toLocaleString()} duties applies`
        }
        question="You have read them, and none of them applies?"
        disabled={say.isPending}
        confirm={() => void judge()}
      />
      <Refusal error={say.error} />
    </>
  )
}

const units: Readonly<Record<Duty['rule']['unit'], string>> = {
  hours: 'h',
  'calendar-days': 'days',
  'working-days': 'working days',
  months: 'month',
}

function Item({ caseId, duty, works }: { caseId: string; duty: Duty; works: boolean }) {
  const { duty: say } = useCasePlan(caseId)
  const { rule, state, due, latest, startedAt, isProposed, filedAt, saidBy } = duty
  const word = (next: string) => say.mutate({ ruleId: rule.id, state: next })
  const late = state === 'open' && Date.parse(due) < Date.now()
  return (
    <li className="border-t border-line py-1.5">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="min-w-0 grow basis-64">
          <span className="font-medium">{rule.name}</span>
          <span className="block text-sm text-muted">
            {rule.deadline} {units[rule.unit]} for the {rule.role}, upon {rule.trigger} · to the {rule.recipient} ·{' '}
            {rule.source}
            {rule.mayBeIncomplete && ' · may be completed later'} · read {rule.verifiedOn} by {rule.verifiedBy}: verify
            it
          </span>
          {rule.note && <span className="block text-sm">{rule.note}</span>}
        </span>
        <span className="text-sm">
          {state === 'filed' && filedAt ? (
            <>
              sent <When at={filedAt} />
            </>
          ) : state === 'not-applicable' ? (
            <span className="text-muted">does not apply{saidBy && `, says ${saidBy}`}</span>
          ) : (
            <>
              <span className={state === 'unsaid' ? 'text-muted' : late ? 'font-semibold text-now' : 'font-semibold'}>
                {state === 'unsaid' ? 'if it applies, due ' : late ? '▲ was due ' : 'due '}
                <time dateTime={due}>{minute(due)} UTC</time>
              </span>
              {latest !== due && (
                <span className="block text-muted">its last day is no working day: {minute(latest)}</span>
              )}
              <span className="block text-muted">
                from {minute(startedAt)}
                {isProposed && ', proposed'}
                {state === 'open' && saidBy && `, applies, says ${saidBy}`}
              </span>
            </>
          )}
        </span>
        {works && (
          <span className="flex flex-wrap gap-2 print:hidden">
            {state !== 'open' && state !== 'filed' && (
              <button type="button" className="button" disabled={say.isPending} onClick={() => word('open')}>
                Applies<span className="sr-only"> {rule.name}</span>
              </button>
            )}
            {state === 'open' && (
              <button type="button" className="button" disabled={say.isPending} onClick={() => word('filed')}>
                Sent now<span className="sr-only"> {rule.name}</span>
              </button>
            )}
            {state !== 'not-applicable' && state !== 'filed' && (
              <button type="button" className="button" disabled={say.isPending} onClick={() => word('not-applicable')}>
                Does not<span className="sr-only"> apply: {rule.name}</span>
              </button>
            )}
          </span>
        )}
      </div>
      <Refusal error={say.error} />
    </li>
  )
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
