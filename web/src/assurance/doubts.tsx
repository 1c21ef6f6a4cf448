import type { ControlDoubtRow, ControlLimitRow, RetiredSystemRow } from '@contract/controls.ts'
import { Link } from '@tanstack/react-router'
import { Basis } from '../parts/basis.tsx'
import { When } from '../parts/when.tsx'

interface Standing {
  doubts: readonly ControlDoubtRow[]
  limits: readonly ControlLimitRow[]
  retiredSystem: RetiredSystemRow
}

const limitWords: Readonly<Record<ControlLimitRow['kind'], string>> = {
  bypassed: 'bypassed',
  'vendor-only': 'vendor’s only',
}

/** That exposure speaks against a control, in a word each: it is bypassed, or suspect. */
export function DoubtMarks({ standing: { doubts, limits, retiredSystem } }: { standing: Standing }) {
  const words = [...new Set(limits.map(({ kind }) => limitWords[kind]))]
  return (
    <>
      {words.map((word) => (
        <Mark key={word} mark="✕" look="text-now" word={word} />
      ))}
      {retiredSystem && <Mark mark="○" look="text-muted border-line" word="system retired" />}
      {doubts.length > 0 && <Mark mark="◆" look="bg-soon-tint text-soon border-transparent" word="suspect" />}
    </>
  )
}

function Mark({ mark, look, word }: { mark: string; look: string; word: string }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-md border px-1.5 text-sm font-medium whitespace-nowrap ${look}`}
    >
      <span aria-hidden>{mark}</span>
      {word}
    </span>
  )
}

/** Each finding that puts a control in doubt, and each way past it, with its reason. */
export function DoubtList({ standing: { doubts, limits, retiredSystem } }: { standing: Standing }) {
  return (
    <ul className="max-w-4xl divide-y divide-line">
      {retiredSystem && (
        <li className="flex items-baseline gap-x-3 py-1.5">
          <DoubtMarks standing={{ doubts: [], limits: [], retiredSystem }} />
          <span className="min-w-0 wrap-anywhere">
            <Link
              to="/assurance/systems/$slug"
              params={{ slug: retiredSystem.slug }}
              className="text-accent underline wrap-anywhere"
            >
              {retiredSystem.name}
            </Link>
            , which it guards, was retired <When at={retiredSystem.at} />: {retiredSystem.because}. What was measured
            still counts.
          </span>
        </li>
      )}
      {limits.map((limit) => (
        <li key={`${limit.kind} ${limit.reason}`} className="flex items-baseline gap-x-3 py-1.5">
          <DoubtMarks standing={{ doubts: [], limits: [limit], retiredSystem: null }} />
          <span className="min-w-0 wrap-anywhere">
            {limit.reason} <Finding id={limit.findingId} since={limit.since} />
          </span>
        </li>
      ))}
      {doubts.map((doubt) => (
        <li
          key={`${doubt.findingId} ${doubt.part.kind} ${doubt.part.name}`}
          className="flex items-baseline gap-x-3 py-1.5"
        >
          <DoubtMarks standing={{ doubts: [doubt], limits: [], retiredSystem: null }} />
          <span className="min-w-0 wrap-anywhere">
            {doubt.vulnerability} is exploited, and is on {doubt.asset}, the {doubt.part.kind} {doubt.part.name}{' '}
            {doubt.basis === 'assumed' && (
              <span title="The register does not say what the control rests on: name it under rests-on">
                <Basis basis="assumed" />{' '}
              </span>
            )}
            <Finding id={doubt.findingId} since={doubt.since} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Finding({ id, since }: { id: string | null; since: string | null }) {
  return (
    <span className="text-sm text-muted">
      {since && (
        <>
          since <When at={since} />{' '}
        </>
      )}
      {id !== null && (
        <Link to="/findings/$id" params={{ id }} className="text-accent underline">
          the finding
        </Link>
      )}
    </span>
  )
}
