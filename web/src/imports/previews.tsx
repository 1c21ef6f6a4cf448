import { counted } from '@contract/fix-words.ts'
import type { ImportPreview } from '@contract/import-previews.ts'
import { changesNothing } from '@contract/preview-notes.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { Numbers } from './preview-numbers.tsx'
import { previewsQuery, useCommit, useDiscard, useRenew } from './use-previews.ts'

type Found = NonNullable<ImportPreview['result']>

/** Files that were sent and wait: what each would do, the findings behind each number, and the way to do it. */
export function Previews() {
  const { data: previews = [] } = useQuery(previewsQuery)
  const commit = useCommit()
  if (previews.length === 0) return null
  const waiting = previews.filter((preview) => !changesNothing(preview))
  const ready = waiting.filter(({ state, outdated }) => state === 'ready' && !outdated).map(({ id }) => id)
  return (
    <section aria-label="Waiting to be imported" className="mt-3">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="font-medium">{headOf(waiting.length)}</h3>
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

function headOf(waiting: number): string {
  if (waiting === 0) return 'There is nothing to import'
  return waiting === 1 ? 'Nothing is imported yet: look at it first' : 'Nothing is imported yet: look first'
}

function Waiting({ preview }: { preview: ImportPreview }) {
  const { fileName, result, madeBy, expiresAt, outdated, state } = preview
  return (
    <article aria-label={fileName} className="px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <strong className="min-w-0 font-semibold wrap-anywhere">{fileName}</strong>
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
        sent by {madeBy}, forgotten <When at={expiresAt} />
        {!changesNothing(preview) && ' unless it is imported'}
      </Ways>
    </article>
  )
}

/** What can be done with it; what is safest stands first. */
function Ways({ preview, children }: { preview: ImportPreview; children: ReactNode }) {
  const { id, state, outdated } = preview
  const nothing = changesNothing(preview)
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
        {state === 'ready' && !nothing && (
          <button
            type="button"
            className={outdated ? 'button' : 'button-primary'}
            disabled={busy}
            onClick={() => commit.mutate([id])}
          >
            {outdated ? 'Import without looking again' : 'Import'}
          </button>
        )}
        <button
          type="button"
          className={nothing ? 'button-primary' : 'button'}
          disabled={discard.isPending}
          onClick={() => discard.mutate(id)}
        >
          {nothing ? 'Close' : 'Discard'}
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
    <span className="min-w-0 text-sm text-muted wrap-anywhere">
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
