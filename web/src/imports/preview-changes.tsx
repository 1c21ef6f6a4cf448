import { versionWords } from '@contract/finding-words.ts'
import type { ImportPreview, PreviewChange } from '@contract/import-previews.ts'
import { previewReason } from '@contract/preview-words.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Decision } from '../parts/decision.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { type Kind, previewChangesQuery } from './use-previews.ts'

const SKELETON_ROWS = 4
const ROW_PX = 52

const labels: Readonly<Record<Kind, string>> = {
  new: 'New findings',
  gone: 'Findings that would be gone',
  moved: 'Findings whose version, place or decision would change',
  reopened: 'Findings that would be back',
}

/** The findings one number counts, most urgent first, each with what was and what would be. */
export function PreviewChanges({
  preview,
  kind,
  total,
}: {
  preview: Pick<ImportPreview, 'id' | 'madeAt'>
  kind: Kind
  total: number
}) {
  const changes = useInfiniteQuery(previewChangesQuery(preview, kind))
  if (changes.error) return <ProblemBox error={changes.error} retry={() => changes.refetch()} />
  if (changes.isPending) return <Skeleton rows={Math.min(total, SKELETON_ROWS)} height={ROW_PX} />
  const rows = changes.data.pages.flatMap((page) => page.rows)
  return (
    <>
      <ul aria-label={labels[kind]} className="mt-2 divide-y divide-line border-y border-line">
        {rows.map((change) => (
          <Change key={change.finding.id} change={change} />
        ))}
      </ul>
      {changes.hasNextPage && (
        <button
          type="button"
          className="button mt-2"
          disabled={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          Show more of {total.toLocaleString()}
        </button>
      )}
      {!changes.hasNextPage && rows.length < total && (
        <p className="mt-1 text-sm text-muted">The {rows.length.toLocaleString()} most urgent are kept.</p>
      )}
    </>
  )
}

function Change({ change }: { change: PreviewChange }) {
  const { finding, was } = change
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 py-1.5">
      <Decision urgency={finding.urgency} />
      <div className="min-w-0 text-sm">
        <p className="wrap-anywhere">
          <span className="font-medium">{finding.vulnerabilityId ?? finding.title}</span>{' '}
          <span className="font-mono">{finding.componentName}</span>{' '}
          <Turn was={was && versionsOf(was)} now={versionsOf(finding)} />
          {finding.location !== '' && (
            <>
              {' '}
              at <Turn was={was?.location ?? null} now={finding.location} />
            </>
          )}
        </p>
        <p className="text-muted wrap-anywhere">{previewReason(change)}</p>
      </div>
    </li>
  )
}

function versionsOf({ componentVersion, otherVersions = [] }: PreviewChange['finding']): string | null {
  return versionWords(componentVersion, otherVersions)
}

/** `1.2.0 → 1.3.0`, or the one where nothing changes. */
function Turn({ was, now }: { was: string | null; now: string | null }) {
  return (
    <span className="font-mono">
      {was !== null && was !== now && `${was} → `}
      {now}
    </span>
  )
}
