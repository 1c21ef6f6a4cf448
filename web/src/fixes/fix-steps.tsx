import type { FixActionDetail } from '@contract/fix-actions.ts'
import { counted } from '@contract/fix-words.ts'
import { Decision } from '../parts/decision.tsx'

const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const
const MOST_STEPS = 30

/** Each version in use, with the version that closes everything found in it. */
export function FixSteps({ steps, kind, findings }: Pick<FixActionDetail, 'steps' | 'kind' | 'findings'>) {
  const more = steps.length - MOST_STEPS
  return (
    <>
      {countOf(steps) > findings && (
        <p className="mb-2 text-sm text-muted">A finding that is in several versions counts under each.</p>
      )}
      <ul className="space-y-1.5">
        {steps.slice(0, MOST_STEPS).map(({ from, to, open, unknownFix }) => (
          <li key={from} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-mono break-all">{from ?? 'a version nobody stated'}</span>
            {kind === 'update' && (
              <span className="font-mono break-all">
                <span aria-hidden>→ </span>
                <span className="sr-only">to </span>
                {to ?? 'not known'}
              </span>
            )}
            <span className="flex flex-wrap gap-1.5">
              {urgencies.map(
                (urgency) => open[urgency] > 0 && <Decision key={urgency} urgency={urgency} count={open[urgency]} />,
              )}
            </span>
            {to !== null && unknownFix > 0 && (
              <span className="text-sm text-muted">and {unknownFix.toLocaleString()} of which no fix is known</span>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-2 text-sm text-muted">and {counted(more, 'further version')}</p>}
    </>
  )
}

function countOf(steps: FixActionDetail['steps']): number {
  const ofStep = ({ to, open, unknownFix }: FixActionDetail['steps'][number]) =>
    urgencies.reduce((sum, urgency) => sum + open[urgency], to === null ? 0 : unknownFix)
  return steps.reduce((sum, step) => sum + ofStep(step), 0)
}
