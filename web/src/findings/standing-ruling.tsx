import type { DispositionRow } from '@contract/dispositions.ts'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { justificationWords, restsOn, rulingReach, statusWords } from './ruling-words.ts'
import { TakeBack } from './take-back.tsx'

/** The ruling that stands, and the way to take it back. */
export function StandingRuling({ ruling }: { ruling: DispositionRow }) {
  const may = useMay('analyst')
  return (
    <>
      <p>
        <strong className="font-semibold">{statusWords[ruling.status]}</strong> {rulingReach(ruling)}, by{' '}
        {ruling.madeBy} <When at={ruling.madeAt} />
        {ruling.document && (
          <>
            , from{' '}
            <a
              className="text-accent underline wrap-anywhere"
              href={`/api/v1/vex/documents/${ruling.document.id}`}
              download={ruling.document.fileName}
            >
              {ruling.document.fileName}
            </a>
          </>
        )}
        {ruling.justification && `: ${justificationWords[ruling.justification] ?? ruling.justification}`}
      </p>
      <blockquote className="mt-1 border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">
        {ruling.reason}
      </blockquote>
      <p className="mt-1 text-muted">
        Until {ruling.endsAt.slice(0, 10)}, or until {restsOn(ruling.anchor, 'or')} changes. It covers{' '}
        {ruling.suppresses.toLocaleString()} {ruling.suppresses === 1 ? 'finding' : 'findings'}.
      </p>
      {may && (
        <div className="mt-2">
          <TakeBack id={ruling.id} />
        </div>
      )}
    </>
  )
}
