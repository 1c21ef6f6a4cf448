import type { FixActionRow } from '@contract/fix-actions.ts'
import { blindWords, claimedWords, closesWords, doWords, firstStepWords, reasonWords } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import { Due } from '../findings/finding-item.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { useIsBlind } from '../parts/use-is-blind.ts'

/** The changes to begin with: what to do, what it closes, and the reason that decided. */
export function FirstThree({ actions }: { actions: readonly FixActionRow[] }) {
  const isBlind = useIsBlind()
  return (
    <ol className="grid gap-3 px-4 lg:grid-cols-3">
      {actions.map((action, place) => (
        <li key={action.id} className="min-w-0">
          <Link
            to="/fixes/$id"
            params={{ id: action.id }}
            preload={false}
            data-row={place}
            className="flex h-full flex-col gap-1.5 rounded-md border border-line p-3 hover:bg-raised"
          >
            <span className="flex flex-wrap items-center gap-x-3 text-sm">
              <Decision urgency={action.urgency} assumed={action.worst.basis === 'assumed'} />
              {action.dueAt && <Due at={action.dueAt} />}
            </span>
            <span className="font-medium text-balance wrap-anywhere">{doWords(action)}</span>
            <span className="block wrap-anywhere first-letter:uppercase">
              {[closesWords(action), firstStepWords(action), claimedWords(action)].filter(Boolean).join('; ')}
            </span>
            {isBlind(action.component.ecosystem) && <span className="text-sm text-soon">{blindWords(action)}</span>}
            <span className="text-sm text-muted wrap-anywhere">
              First because of {action.worst.vulnerabilityId ?? action.worst.title} on {action.worst.asset.name}:{' '}
              {reasonWords(action)}
            </span>
            <span className="mt-auto pt-1">
              <EvidenceMarks finding={action.worst} />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
