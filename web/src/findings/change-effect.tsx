import type { FindingChangeEffect } from '@contract/finding-changes.ts'
import { Decision } from '../parts/decision.tsx'

/** Somebody was faster: nothing is done, what was typed stays, and what it would touch now is one press away. */
export function Overtaken({ lookAgain }: { lookAgain: () => void }) {
  return (
    <div role="alert" className="rounded-md border border-line p-3">
      <p>
        <span aria-hidden className="text-now">
          ▲{' '}
        </span>
        The findings changed since it was looked at. Nothing was done, and nothing of yours is lost.
      </p>
      <button type="button" className="button mt-2" onClick={lookAgain}>
        Look again
      </button>
    </div>
  )
}

/** Which findings, how they are decided, on how many assets; and what stays as it is. */
export function Effect(props: { asked: boolean; effect: FindingChangeEffect | undefined; error: Error | null }) {
  const { asked, effect, error } = props
  if (error) return <p className="text-now">{error.message}</p>
  if (!asked) return <p className="text-muted">Choose what to change.</p>
  if (!effect) return <p className="text-muted">Looking what it would touch …</p>
  const { changed, left, assets, decisions } = effect
  return (
    <div aria-live="polite" className="rounded-md border border-line p-3">
      <p>
        It touches <strong className="font-semibold">{changed.toLocaleString()}</strong>{' '}
        {changed === 1 ? 'finding' : 'findings'} on {assets.toLocaleString()} {assets === 1 ? 'asset' : 'assets'}.
        {left > 0 &&
          (left === 1
            ? ' 1 stays as it is: it has it already or is closed.'
            : ` ${left.toLocaleString()} stay as they are: they have it already or are closed.`)}
      </p>
      {changed > 0 && (
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {(['now', 'soon', 'scheduled', 'defer'] as const)
            .filter((urgency) => decisions[urgency] > 0)
            .map((urgency) => (
              <Decision key={urgency} urgency={urgency} count={decisions[urgency]} />
            ))}
        </p>
      )}
    </div>
  )
}
