import { type ComponentProps, type ReactNode, useState } from 'react'

interface Props extends Omit<ComponentProps<'input'>, 'className' | 'onInput'> {
  type: 'date' | 'datetime-local'
  label: ReactNode
  /** Where its label is one of many that stand close. */
  quiet?: boolean
}

/**
 * A day or a time to choose. Each browser writes it in the order of its own language; what it says is shown below as all other
 * days are: 2026-08-10. Where nothing is chosen the line keeps its room.
 */
export function TimeField({ label, quiet = false, ...input }: Props) {
  const [typed, setTyped] = useState(String(input.defaultValue ?? ''))
  const shown = input.value === undefined ? typed : String(input.value)
  return (
    <label className="grid content-start gap-1">
      <span className={quiet ? 'text-sm text-muted' : 'font-medium'}>{label}</span>
      <input className="field" {...input} onInput={(event) => setTyped(event.currentTarget.value)} />
      {/* Whoever hears the field hears the day already. */}
      <span aria-hidden className="block min-h-5 text-sm text-muted tabular-nums">
        {shown.replace('T', ' ')}
      </span>
    </label>
  )
}
