import type { CaseDetail } from '@contract/assurance-cases.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CaseLink } from '../evaluation-cases/case-link.tsx'
import { filledIn } from '../parts/filled-in.ts'
import { LongText } from '../parts/long-text.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useCaseWork } from './use-cases.ts'

type Made = CaseDetail['changes'][number]

/** What was changed because of a case, what proves it, and whether it still counts. */
export function Change({ one, change, works }: { one: CaseDetail; change: Made; works: boolean }) {
  const { kind, until, madeAt, madeBy, what, withdrawn } = change
  const lacks = one.unproven.find(({ id }) => id === change.id)?.lacks ?? []
  // The checklist below says it of the change that is nearest to its proof.
  const isListed = one.missing.some(({ changeId }) => changeId === change.id)
  return (
    <li className="border-t border-line py-1 wrap-anywhere">
      <span className="text-muted">
        {kind === 'exception' ? `exception until ${until}` : kind}, <When at={madeAt} /> by {madeBy}:
      </span>{' '}
      {withdrawn ? <s className="text-muted">{what}</s> : <LongText text={what} />}
      <Playbook change={change} />
      {change.regressionKey !== null && (
        <span className="block text-sm text-muted">
          regression case <CaseLink of={change.regressionKey} />
        </span>
      )}
      {withdrawn ? (
        <span className="block text-sm">
          Withdrawn <When at={withdrawn.at} /> by {withdrawn.by}: {withdrawn.why}
        </span>
      ) : (
        <>
          <Unproven lacks={isListed ? [] : lacks} isOver={one.state === 'closed'} />
          {works && (kind === 'exception' || lacks.length > 0) && <Withdraw caseId={one.id} change={change} />}
        </>
      )}
    </li>
  )
}

function Playbook({ change: { playbook } }: { change: Made }) {
  if (!playbook) return null
  return (
    <>
      {' '}
      <Link to="/assurance/playbooks/$id" params={{ id: playbook.id }} className="text-accent underline">
        version {playbook.version}
      </Link>
    </>
  )
}

/** That a change is not proven is never hidden, though another one closes the case. */
function Unproven({ lacks, isOver }: { lacks: readonly string[]; isOver: boolean }) {
  if (lacks.length === 0) return null
  return <span className={`block text-sm ${isOver ? 'text-muted' : 'text-soon'}`}>Not proven: {lacks.join('; ')}.</span>
}

/** What is not proven yet may turn out to be none; what it was, and why it is none, stays in the case. */
function Withdraw({ caseId, change }: { caseId: string; change: Made }) {
  const [asking, setAsking] = useState(false)
  const { withdraw } = useCaseWork(caseId)
  if (!asking)
    return (
      <button type="button" className="button my-1 print:hidden" onClick={() => setAsking(true)}>
        Withdraw …
      </button>
    )
  return (
    <form
      className="my-1 flex max-w-xl flex-wrap items-end gap-2"
      onSubmit={filledIn((form) => withdraw.mutate({ change: change.id, why: String(form.get('why')).trim() }))}
    >
      <label className="grid min-w-0 grow basis-60 gap-1">
        <span className="font-medium">Why it is none any more</span>
        <input className="field" name="why" required maxLength={500} />
      </label>
      <button type="submit" className="button" disabled={withdraw.isPending}>
        Withdraw it
      </button>
      <button type="button" className="button" onClick={() => setAsking(false)}>
        Cancel
      </button>
      <Refusal error={withdraw.error} />
    </form>
  )
}
