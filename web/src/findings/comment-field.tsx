import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import { useDraft } from '../parts/drafts.ts'
import { begunMention } from './mention-words.ts'
import { membersQuery } from './use-changes.ts'

/** Where a comment is written: names are offered after an `@`, and what is not sent yet is kept. */
export function CommentField(props: {
  label: string
  /** Under which its draft is kept. */
  place: string
  start: string
  done: string
  busy: boolean
  keep: (body: string) => Promise<unknown>
  sent: () => void
  cancel?: () => void
}) {
  const { label, place, start, done, busy, keep, sent, cancel } = props
  const draft = useDraft(place, start)
  const field = useRef<HTMLTextAreaElement>(null)
  const mention = useMention(draft.text, draft.set, field)
  const isEmpty = draft.text.trim() === ''
  const submit = async () => {
    if (isEmpty || busy) return
    // Why it was refused is told beside the field.
    const isKept = await keep(draft.text).then(
      () => true,
      () => false,
    )
    if (!isKept) return
    draft.forget()
    sent()
  }
  const leave = () => {
    draft.forget()
    cancel?.()
  }
  const press = (event: KeyboardEvent) => {
    if (mention.press(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
    if (event.key === 'Escape' && cancel) leave()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <textarea
        ref={field}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={mention.offered.length > 0 ? mention.listId : undefined}
        aria-activedescendant={mention.offered.length > 0 ? `${mention.listId}-${mention.at}` : undefined}
        placeholder={label}
        className="field min-h-16 py-1.5"
        maxLength={10_000}
        value={draft.text}
        onChange={({ target }) => {
          draft.set(target.value)
          mention.look(target.value.slice(0, target.selectionEnd))
        }}
        onKeyDown={press}
      />
      {mention.offered.length > 0 && <Offered {...mention} />}
      <div className="flex gap-2">
        <button type="submit" className="button" disabled={busy || isEmpty}>
          {done}
        </button>
        {cancel && (
          <button type="button" className="button" onClick={leave}>
            Cancel
          </button>
        )}
      </div>
    </form>
  )
}

/** The mention that is being written: arrows choose, Enter and Tab take, Escape leaves it as it is. */
function useMention(text: string, set: (text: string) => void, field: RefObject<HTMLTextAreaElement | null>) {
  const listId = useId()
  const [before, setBefore] = useState('')
  const [place, setPlace] = useState(0)
  const caret = useRef<number>(undefined)
  const { data: members = [] } = useQuery(membersQuery)
  const { part, offered } = begunMention(before, members)
  const at = Math.min(place, Math.max(0, offered.length - 1))
  useLayoutEffect(() => {
    if (caret.current === undefined) return
    field.current?.focus()
    field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  })
  const look = (next: string) => {
    setBefore(next)
    setPlace(0)
  }
  const take = (name: string) => {
    const head = `${before.slice(0, before.length - part.length)}${name} `
    caret.current = head.length
    set(head + text.slice(before.length))
    look('')
  }
  const press = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setPlace((at + step + offered.length) % offered.length)
    else if (event.key === 'Escape') look('')
    else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) take(offered[at]!)
    else return false
    event.preventDefault()
    return true
  }
  return { listId, offered, at, look, take, press }
}

function Offered({
  listId,
  offered,
  at,
  take,
}: Pick<ReturnType<typeof useMention>, 'listId' | 'offered' | 'at' | 'take'>) {
  return (
    <div id={listId} role="listbox" aria-label="Colleagues" className="mb-1.5 flex flex-wrap gap-1.5">
      {offered.map((name, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
        <div
          key={name}
          id={`${listId}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          className="chip cursor-pointer aria-selected:bg-accent-tint aria-selected:text-accent"
          onClick={() => take(name)}
        >
          @{name}
        </div>
      ))}
    </div>
  )
}
