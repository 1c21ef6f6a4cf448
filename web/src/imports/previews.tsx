import type { UrgencyCounts } from '@contract/assets.ts'
import { droppedWords } from '@contract/dropped-words.ts'
import { counted } from '@contract/fix-words.ts'
import type { ImportPreview } from '@contract/import-previews.ts'
import { previewNotes } from '@contract/preview-notes.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { reasonOf } from '../parts/coverage-banner.tsx'
import { Decision } from '../parts/decision.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { PreviewChanges } from './preview-changes.tsx'
import { type Kind, previewsQuery, useCommit, useDiscard, useRenew } from './use-previews.ts'

/** How to say that a file is about an asset that is there. */
const belongsWords = 'discard this, write its name under “Belongs to the asset” and send the file again.'

type Found = NonNullable<ImportPreview['result']>

const kinds = ['new', 'gone', 'moved', 'reopened'] as const satisfies readonly Kind[]

/** Files that were sent and wait: what each would do, the findings behind each number, and the way to do it. */
export function Previews() {
  const { data: previews = [] } = useQuery(previewsQuery)
  const commit = useCommit()
  if (previews.length === 0) return null
  const ready = previews.filter(({ state, outdated }) => state === 'ready' && !outdated).map(({ id }) => id)
  return (
    <section aria-label="Waiting to be imported" className="mt-3">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="font-medium">
          {previews.length === 1 ? 'Nothing is imported yet: look at it first' : 'Nothing is imported yet: look first'}
        </h3>
        {ready.length > 1 && (
          <button
            type="button"
            className="button-primary"
            disabled={commit.isPending}
            onClick={() => commit.mutate(ready)}
          >
            Import all {ready.length}
          </button>
        )}
      </div>
      <Refusal error={commit.error} />
      <ul className="mt-2 space-y-2" aria-live="polite">
        {previews.map((preview) => (
          <li key={preview.id} className="rounded-md border border-line">
            <Waiting preview={preview} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Waiting({ preview }: { preview: ImportPreview }) {
  const { fileName, result, madeBy, expiresAt, outdated, state } = preview
  return (
    <article aria-label={fileName} className="px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <strong className="font-semibold break-words">{fileName}</strong>
        {result && <Subject found={result} />}
      </p>
      {outdated && (
        <p className="mt-1 text-sm text-soon">
          Out of date: the asset or what is known changed since. Look again to see what it would do now.
        </p>
      )}
      {state === 'reading' && (
        <p className="text-muted">
          {result ? 'Looking again: these are the numbers of before …' : 'Working out what it would do …'}
        </p>
      )}
      {result && <Numbers preview={preview} found={result} />}
      <Ways preview={preview}>
        sent by {madeBy}, forgotten <When at={expiresAt} /> unless it is imported
      </Ways>
    </article>
  )
}

/** What can be done with it; what is safest stands first. */
function Ways({ preview: { id, state, outdated }, children }: { preview: ImportPreview; children: ReactNode }) {
  const commit = useCommit()
  const discard = useDiscard()
  const renew = useRenew()
  const busy = commit.isPending || renew.isPending
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {outdated && (
          <button type="button" className="button-primary" disabled={busy} onClick={() => renew.mutate(id)}>
            Look again
          </button>
        )}
        {state === 'ready' && (
          <button
            type="button"
            className={outdated ? 'button' : 'button-primary'}
            disabled={busy}
            onClick={() => commit.mutate([id])}
          >
            {outdated ? 'Import without looking again' : 'Import'}
          </button>
        )}
        <button type="button" className="button" disabled={discard.isPending} onClick={() => discard.mutate(id)}>
          Discard
        </button>
        <span className="text-sm text-muted">{children}</span>
      </div>
      <Refusal error={renew.error ?? commit.error ?? discard.error} />
    </>
  )
}

function Subject({ found }: { found: Found }) {
  const { assetName, isNewAsset, format, components, listed, added, removed, changedVersion } = found
  return (
    <span className="text-sm text-muted">
      {isNewAsset ? 'a new asset, ' : ''}
      <span className="text-ink">{assetName}</span> · {format} · {counted(components, 'component')}
      {listed !== undefined &&
        listed > components &&
        ` (${(listed - components).toLocaleString()} more ${listed - components === 1 ? 'entry names' : 'entries name'} one of them again)`}
      {!isNewAsset &&
        `: ${added.toLocaleString()} come, ${removed.toLocaleString()} go, ${changedVersion.toLocaleString()} change version`}
    </span>
  )
}

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
function Numbers({ preview, found }: { preview: ImportPreview; found: Found }) {
  const { counts, byUrgency, unchanged, unjudged, unjudgedBy, isRecorded, dropped } = found
  const [shown, setShown] = useState<Kind>()
  const nothing = kinds.every((kind) => counts[kind] === 0)
  return (
    <>
      {nothing && (
        <p className="mt-1">
          No finding would change
          {isRecorded && ': the same file was imported before'}.
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
        <span className="text-sm text-muted">
          {counted(unchanged, 'open finding')} {unchanged === 1 ? 'stays' : 'stay'} as{' '}
          {unchanged === 1 ? 'it is' : 'they are'}
        </span>
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
