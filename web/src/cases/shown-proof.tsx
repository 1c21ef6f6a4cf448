import type { CaseDetail } from '@contract/assurance-cases.ts'
import { type Proof, seenBy } from '@contract/closing-checklist.ts'
import { Link } from '@tanstack/react-router'
import { CaseLink } from '../evaluation-cases/case-link.tsx'

type Shown = CaseDetail['proofs'][number]

interface Props {
  one: CaseDetail
  control: string
  what: Proof['what']
}

/** What is there of a proof, with the way to it. */
export function Shown({ one, control, what }: Props) {
  const proof = one.proofs.find(({ controlId }) => controlId === control)
  const change = one.changes.find(({ id }) => id === proof?.changeId)
  if (!proof || !change) return null
  const { failedBefore, passedAfter, probe } = proof
  return (
    <span className="block text-sm text-muted wrap-anywhere">
      {what === 'change' && `“${change.what}”, took effect ${second(change.madeAt)}, by ${change.madeBy}`}
      {what === 'failed-before' && failedBefore && <Run word="failed" run={failedBefore} change={change} />}
      {what === 'failed-before' && failedBefore?.isLate && ', recorded after the change'}
      {what === 'passes-after' && passedAfter && <Run word="passed" run={passedAfter} change={change} />}
      {what === 'live-probe' && probe && (
        <>
          <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
            probe
          </Link>{' '}
          of {second(probe.at)} ({seenBy(probe)})
        </>
      )}
      {what === 'owner' && change.owner}
      {what === 'next-review' && change.nextReview !== null && (
        <>
          {change.nextReview}, under{' '}
          <Link to="/assurance/reviews" className="text-accent underline">
            Reviews
          </Link>
        </>
      )}
    </span>
  )
}

function Run({
  word,
  run,
  change,
}: {
  word: string
  run: NonNullable<Shown['passedAfter']>
  change: CaseDetail['changes'][number]
}) {
  return (
    <>
      {change.regressionKey !== null && <CaseLink of={change.regressionKey} />} {word} in{' '}
      <Link to="/assurance/evaluations/$id" params={{ id: run.run }} className="text-accent underline">
        {run.runName}
      </Link>{' '}
      of {second(run.at)}, {run.version === null ? 'version not stated' : `version ${run.version}`}
    </>
  )
}

/** What is proven within a minute of the change has an order, too. */
function second(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`
}
