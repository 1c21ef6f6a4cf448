import type { FindingRow } from '@contract/findings.ts'
import type { ReactNode } from 'react'
import type { Selection } from './use-selection.ts'

/** A row with the box that picks it; without a selection, the row alone. */
export function Pickable(props: { finding: FindingRow; selection: Selection | undefined; children: ReactNode }) {
  const { finding, selection, children } = props
  if (!selection) return children
  const picked = selection.has(finding.id)
  return (
    <div className={`flex h-full ${picked ? 'bg-accent-tint' : ''}`}>
      <label className="flex w-9 shrink-0 cursor-pointer items-center justify-end print:hidden">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          tabIndex={-1}
          aria-label={`Select ${finding.title} on ${finding.asset.name}`}
          checked={picked}
          onChange={() => {}}
          onClick={(event) => (event.shiftKey ? selection.extend(finding.id) : selection.toggle(finding.id))}
        />
      </label>
      <div className="min-w-0 flex-1 [&>a]:pl-2.5">{children}</div>
    </div>
  )
}
