import { useEffect, useRef, useState } from 'react'
import { useKey } from './use-key.ts'

const PAUSE_MS = 250

/** The filter as text: `/` comes here, Esc leaves; the list follows after a short pause. */
export function FilterField(props: {
  value: string
  change: (value: string) => void
  placeholder: string
  label: string
}) {
  const { value, change, placeholder, label } = props
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setDraft(value)
  }
  useEffect(() => {
    if (draft.trim() === value) return
    const timer = setTimeout(() => change(draft.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft, value, change])
  useKey('/', (event) => {
    event.preventDefault()
    input.current?.focus()
  })
  return (
    <input
      ref={input}
      type="search"
      className="field min-w-56 flex-1 font-mono text-sm"
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      maxLength={1_000}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // A browser would empty the field: the filter stays, with the list under it.
        event.preventDefault()
        input.current?.blur()
      }}
    />
  )
}
