import type { UrgencyCounts } from '@contract/assets.ts'
import { droppedWords } from '@contract/dropped-words.ts'
import { counted } from '@contract/fix-words.ts'
import type { ImportPreview } from '@contract/import-previews.ts'
import { previewNotes } from '@contract/preview-notes.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { reasonOf } from '../parts/coverage-banner.tsx'
import { Decision } from '../parts/decision.tsx'
import { PreviewChanges } from './preview-changes.tsx'
import type { Kind } from './use-previews.ts'

/** How to say that a file is about an asset that is there. */
const belongsWords = 'discard this, write its name under “Belongs to the asset” and send the file again.'

type Found = NonNullable<ImportPreview['result']>

const kinds = ['new', 'gone', 'moved', 'reopened'] as const satisfies readonly Kind[]

/** What adds to the work says how urgent it is. */
const coming: Readonly<Partial<Record<Kind, string>>> = { new: 'New by decision', reopened: 'Reopened by decision' }

function Urgencies({ kind, counts }: { kind: Kind; counts: UrgencyCounts }) {
  const label = coming[kind]
  if (!label) return null
  const urgencies = (['now', 'soon', 'scheduled', 'defer'] as const).filter((urgency) => counts[urgency] > 0)
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1">
      {urgencies.map((urgency) => (
        <li key={urgency}>
          <Decision urgency={urgency} count={counts[urgency]} />
        </li>
      ))}
    </ul>
  )
}

/** Each number opens the findings it counts. */
export function Numbers({ preview, found }: { preview: ImportPreview; found: Found }) {
  const { counts, byUrgency, unchanged, unjudged, unjudgedBy, isRecorded, dropped } = found
  const [shown, setShown] = useState<Kind>()
  const nothing = kinds.every((kind) => counts[kind] === 0)
  return (
    <>
      {nothing && (
        <p className="mt-1">
          {isRecorded ? 'Nothing changes: the same file was imported before.' : 'No finding would change.'}
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-2">
        {kinds
          .filter((kind) => counts[kind] > 0)
          .map((kind) => (
            <div key={kind} className="flex flex-wrap items-center gap-2">
              <button
                type="button"
                className="button"
                aria-expanded={shown === kind}
                onClick={() => setShown(shown === kind ? undefined : kind)}
              >
                {counts[kind].toLocaleString()} {kind}
              </button>
              {byUrgency && <Urgencies kind={kind} counts={byUrgency[kind]} />}
            </div>
          ))}
        {unchanged > 0 && (
          <span className="text-sm text-muted">
            {counted(unchanged, 'open finding')} {unchanged === 1 ? 'stays' : 'stay'} as{' '}
            {unchanged === 1 ? 'it is' : 'they are'}
          </span>
        )}
      </div>
      {shown && <PreviewChanges preview={preview} kind={shown} total={counts[shown]} />}
      {unjudged > 0 && (
        <p className="mt-1 text-sm">
          {counted(unjudged, 'component')} on the asset cannot be called clean
          {unjudgedBy && `: ${reasonOf(unjudgedBy)}`}.{' '}
          <Link to="/feeds" className="text-accent underline">
            Look at the feeds
          </Link>
        </p>
      )}
      {dropped.map((one) => (
        <p key={one.code} className="mt-1 text-sm text-soon wrap-anywhere">
          {droppedWords(one)}
        </p>
      ))}
      {previewNotes(found, belongsWords).map((note) => (
        <p key={note} className="mt-1 text-sm text-soon wrap-anywhere">
          {note}
        </p>
      ))}
    </>
  )
}
