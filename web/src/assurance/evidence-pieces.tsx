import type { ControlDetail } from '@contract/controls.ts'
import type { EvidencePiece, EvidencePieceList } from '@contract/evidence.ts'
import { counted } from '@contract/fix-words.ts'
import { inHundred } from '@contract/number-words.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useOlderEvidence } from './use-assurance.ts'

interface Props {
  control: ControlDetail
  aspect: EvidencePiece['aspect']
  unit: string
  /** What a pass and what a failure is. */
  words: readonly [string, string]
}

/** Evidence as it was recorded, what was seen last first: who recorded it, and how much of it counts now, and why. */
export function EvidencePieces({ control, aspect, unit, words }: Props) {
  const first = control.newest[aspect]
  const [older, setOlder] = useState<EvidencePieceList>()
  const more = useOlderEvidence(control.id, aspect)
  const next = older ? older.next : first.next
  const pieces = [...first.pieces, ...(older?.pieces ?? [])]
  const goOn = async (cursor: string) => {
    const page = await more.mutateAsync(cursor)
    setOlder({ pieces: [...(older?.pieces ?? []), ...page.pieces], next: page.next })
  }
  return (
    <>
      <ol className="max-w-5xl" aria-label={`Evidence of ${aspect}, what was seen last first`}>
        {pieces.map((piece) => (
          <Piece key={piece.position} piece={piece} unit={unit} words={words} />
        ))}
      </ol>
      {next !== null && (
        <button type="button" className="button mt-2" disabled={more.isPending} onClick={() => void goOn(next)}>
          Show older evidence
        </button>
      )}
      <Refusal error={more.error} />
    </>
  )
}

/** Recorded so much later than it was seen is said. */
const LATE_MS = 3_600_000

function Piece({ piece, unit, words }: { piece: EvidencePiece } & Pick<Props, 'unit' | 'words'>) {
  const { at, result, demands, subjectVersion, note, weight, recordedAt, recordedBy } = piece
  const isOut = weight === 0
  const isLate = Date.parse(recordedAt) - Date.parse(at) > LATE_MS
  return (
    <li className="grid gap-x-4 border-t border-line py-1.5 md:grid-cols-[9.5rem_minmax(0,1.4fr)_minmax(0,1fr)]">
      <span className="text-sm whitespace-nowrap md:pt-0.5">
        <time dateTime={at}>{minute(at)}</time>
      </span>
      <span className="min-w-0">
        <span className={isOut ? 'text-muted' : result === 'fail' ? 'text-now' : ''}>{resultWords(result, words)}</span>
        {demands > 1 && ` · ${counted(demands, unit.toLowerCase().replace(/s$/, ''))}`}
        <span className="text-sm text-muted">
          {' · '}
          <Source piece={piece} />
          {' · '}
          {subjectVersion === null ? 'no version stated' : <>version {subjectVersion}</>}
        </span>
        {note && (
          <span className="block wrap-anywhere">
            “<LongText text={note} />”
          </span>
        )}
        <span className="block text-sm text-muted">
          recorded {isLate && <When at={recordedAt} />}{' '}
          {recordedBy === null ? (
            <Unknown what="by whom" hint="It was recorded before that was kept" />
          ) : (
            `by ${recordedBy}`
          )}
        </span>
      </span>
      <span className="min-w-0 text-sm">
        <span className={isOut ? 'font-medium' : ''}>{countsWords(piece)}</span>
        {piece.why && <span className="block text-muted">{piece.why}</span>}
      </span>
    </li>
  )
}

function countsWords({ weight, result }: EvidencePiece): string {
  if (weight === 0) return result === 'fail' ? '○ no longer counts' : '○ does not count'
  return weight === 1 ? 'counts in full' : `counts ${inHundred(weight)}`
}

/** Where it is from, with the way there. */
function Source({ piece: { kind, source } }: { piece: EvidencePiece }) {
  const [what, id = ''] = source.split(' ', 2)
  if (what === 'evaluation' && id !== '')
    return (
      <Link to="/assurance/evaluations/$id" params={{ id }} className="text-accent underline">
        {kind}
      </Link>
    )
  if (what === 'case' && id !== '')
    return (
      <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline">
        {kind === 'near-miss' ? 'near miss' : kind}
      </Link>
    )
  return (
    <>
      {kind}, {source}
    </>
  )
}

function resultWords(result: EvidencePiece['result'], [pass, fail]: Props['words']): string {
  return { pass, fail, insufficient: 'no verdict', 'not-applicable': 'not applicable' }[result]
}

function minute(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
