import type { ReactNode, RefObject } from 'react'
import { useSeen } from './use-seen.ts'
import { WorkField } from './work-field.tsx'

/**
 * One of several values, kept when it is chosen. `saw`: what its chooser can have read, which somebody may have changed a
 * moment before.
 */
export function WorkChoice<Value extends string>(props: {
  label: string
  value: Value | null
  control?: RefObject<HTMLSelectElement | null>
  keep: (value: Value | null, saw: Value | null) => Promise<unknown>
  children: ReactNode
}) {
  const { label, value, control, keep, children } = props
  const { seen, saw } = useSeen(value)
  const choose = (next: Value | null) => {
    keep(next, seen()).then(
      () => saw(next),
      // Why it was refused is told below the form.
      () => {},
    )
  }
  return (
    <WorkField label={label}>
      <select
        ref={control}
        className="field"
        value={value ?? ''}
        onChange={({ target }) => choose((target.value || null) as Value | null)}
      >
        {children}
      </select>
    </WorkField>
  )
}
