import { type ReactNode, useId, useReducer, useRef, useState } from 'react'
import { heldAfter, heldOf, isOvertaken, isToSend } from './held-text.ts'

/** A label over its control, and what is to be known about it. */
export function WorkField({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string | undefined
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="grid content-start gap-0.5">
      <span className="text-sm text-muted">{label}</span>
      {children}
      {hint && <span className="text-sm text-muted">{hint}</span>}
    </label>
  )
}

/**
 * A line that is kept when it is left or Enter is pressed. What somebody else sets meanwhile never replaces what is being
 * written: it is shown beside it, and its writer says which of both it shall be.
 */
export function WorkText(props: {
  label: string
  hint?: string
  value: string
  /** Who set what is there. */
  by: string
  most?: number
  type?: 'text' | 'url' | 'date'
  placeholder?: string
  keep: (value: string, saw: string) => Promise<unknown>
  /** What was refused is settled. */
  settle: () => void
}) {
  const { label, hint, value, by, most, type = 'text', placeholder, keep, settle } = props
  const [held, happen] = useReducer(heldAfter, value, heldOf)
  const [read, setRead] = useState(value)
  if (read !== value) {
    setRead(value)
    happen({ kind: 'read', value })
  }
  const input = useRef<HTMLInputElement>(null)
  const noteId = useId()
  const send = (text: string, saw: string) => {
    if (!input.current?.reportValidity()) return
    happen({ kind: 'sent' })
    const next = text.trim()
    keep(next, saw).then(
      () => happen({ kind: 'saved', value: next }),
      () => happen({ kind: 'refused' }),
    )
  }
  const overtaken = isOvertaken(held)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only whether the focus is in it is of interest.
    <div
      onFocus={() => happen({ kind: 'focused' })}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (currentTarget.contains(relatedTarget)) return
        if (isToSend(held)) send(held.text, held.seen)
        happen({ kind: 'left' })
      }}
    >
      <WorkField label={label} hint={hint}>
        <input
          ref={input}
          type={type}
          className="field"
          maxLength={most}
          placeholder={placeholder}
          autoComplete="off"
          aria-describedby={overtaken ? noteId : undefined}
          value={held.text}
          onChange={({ target }) => happen({ kind: 'typed', value: target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
          }}
        />
      </WorkField>
      {overtaken && (
        <Overtaken
          id={noteId}
          by={by}
          theirs={held.theirs}
          choose={(kind) => {
            // The button goes away: whoever pressed it goes on in the field.
            input.current?.focus()
            happen({ kind })
            if (kind === 'keep-mine') send(held.text, held.theirs)
            else settle()
          }}
        />
      )}
    </div>
  )
}

function Overtaken(props: {
  id: string
  by: string
  theirs: string
  choose: (which: 'keep-mine' | 'take-theirs') => void
}) {
  const { id, by, theirs, choose } = props
  return (
    <div id={id} role="alert" className="mt-1 rounded border border-line p-2 text-sm">
      <p className="wrap-anywhere">
        {by} {theirs === '' ? 'has taken it away' : `has set it to “${theirs}”`} meanwhile. Yours is not kept.
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        <button type="button" className="chip" onClick={() => choose('keep-mine')}>
          Keep mine
        </button>
        <button type="button" className="chip" onClick={() => choose('take-theirs')}>
          Take theirs
        </button>
      </div>
    </div>
  )
}
