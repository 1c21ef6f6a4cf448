import type { DispositionRow } from '@contract/dispositions.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { changesSince } from './finding-changes.ts'
import { rulingReach, statusWords } from './ruling-words.ts'
import { StandingRuling } from './standing-ruling.tsx'

/** Somebody was faster: what they ruled, before anything takes its place. */
export function Meanwhile({ ruling, goOn }: { ruling: DispositionRow; goOn: () => void }) {
  return (
    <div role="alert" className="rounded border border-line p-3">
      <p className="mb-2">
        <span aria-hidden className="text-now">
          ▲{' '}
        </span>
        {ruling.madeBy} ruled on it while you were writing. Nothing of yours is lost, and nothing of it is in force.
      </p>
      <StandingRuling ruling={ruling} />
      <button type="button" className="button mt-2" onClick={goOn}>
        Put mine in its place …
      </button>
    </div>
  )
}

/** Whose ruling it takes the place of stays in sight until it does. */
export function Replaced({ ruling }: { ruling: DispositionRow }) {
  const { status, madeBy, reason, endsAt } = ruling
  return (
    <div className="rounded border border-line p-3">
      <p>
        Yours takes the place of what {madeBy} ruled: {statusWords[status]} {rulingReach(ruling)}, until{' '}
        {endsAt.slice(0, 10)}
      </p>
      <blockquote className="mt-1 border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">{reason}</blockquote>
    </div>
  )
}

/** What became of the finding since somebody began to write: they may rule otherwise, or not at all. */
export function Changes({ began, finding }: { began: FindingDetail; finding: FindingDetail }) {
  const changes = changesSince(began, finding)
  if (changes.length === 0) return null
  return (
    <div role="alert" className="rounded border border-line p-3">
      <p>
        <span aria-hidden className="text-soon">
          ◆{' '}
        </span>
        It changed while you were writing. Nothing of yours is lost.
      </p>
      <ul className="mt-1 list-disc pl-5">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  )
}
