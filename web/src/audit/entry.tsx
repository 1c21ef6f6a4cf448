import type { AuditEntry } from '@contract/audit.ts'
import { When } from '../parts/when.tsx'

/** One change: who, what, on what; its details open below. */
export function Entry({ entry }: { entry: AuditEntry }) {
  const details = Object.keys(entry.detail ?? {}).length > 0
  return (
    <li className="border-b border-line px-4 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-sm text-muted">
          {entry.position.toLocaleString()} · <When at={entry.at} />
        </span>
        {entry.action === null ? (
          <span className="hatched px-1">its words were erased; its place in the chain stays</span>
        ) : (
          <>
            <span className="font-medium wrap-anywhere">{entry.actor}</span>
            <code className="font-mono text-sm">{entry.action}</code>
            <span className="min-w-0 font-mono text-sm text-muted wrap-anywhere">{entry.target}</span>
          </>
        )}
      </p>
      {details && (
        <details className="text-sm">
          <summary className="w-fit text-muted hover:text-ink">Details</summary>
          <pre className="mt-1 max-w-full overflow-x-auto rounded-md bg-raised p-2 font-mono whitespace-pre-wrap wrap-anywhere">
            {JSON.stringify(entry.detail, null, 2)}
          </pre>
        </details>
      )}
    </li>
  )
}
