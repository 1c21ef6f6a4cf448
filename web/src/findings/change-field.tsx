import type { ReactNode } from 'react'

/** A label over its control. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="grid content-start gap-0.5">
      <span className="text-sm text-muted">{label}</span>
      {children}
    </label>
  )
}
