/** A field that is kept when it is left, while others may set it as well. */
export interface HeldText {
  /** What was there when its writer looked: what they write takes the place of this, and of nothing else. */
  seen: string
  text: string
  /** What is there now. */
  theirs: string
  focused: boolean
  /** What was there when it was sent, until there is an answer. */
  sentOver?: string | undefined
}

/** What happens to such a field. */
export type HeldEvent =
  | { kind: 'read' | 'typed' | 'saved'; value: string }
  | { kind: 'focused' | 'left' | 'sent' | 'refused' | 'keep-mine' | 'take-theirs' }

/** A field as it is read, with nobody in it. */
export const heldOf = (value: string): HeldText => ({ seen: value, text: value, theirs: value, focused: false })

/** Whether somebody else set it, to something that is not what stands in it. */
export const isOvertaken = ({ seen, text, theirs, sentOver }: HeldText) =>
  sentOver === undefined && theirs !== seen && theirs !== text

/** Whether leaving it sends it: something was typed, and nobody was faster. */
export const isToSend = (held: HeldText) =>
  held.sentOver === undefined && held.text.trim() !== held.seen && !isOvertaken(held)

/** The field after an event: what has the focus, or holds what is not kept yet, is never replaced by itself. */
export function heldAfter(held: HeldText, event: HeldEvent): HeldText {
  switch (event.kind) {
    case 'read':
      return settled({ ...held, theirs: event.value })
    case 'typed':
      return { ...held, text: event.value }
    case 'focused':
      return { ...held, focused: true }
    case 'left':
      return settled({ ...held, focused: false })
    case 'sent':
      return { ...held, sentOver: held.theirs }
    case 'saved':
      return settled({
        ...held,
        seen: event.value,
        // What was read since may be another's already.
        theirs: held.theirs === held.sentOver ? event.value : held.theirs,
        sentOver: undefined,
        text: held.text.trim() === event.value ? event.value : held.text,
      })
    case 'refused':
      return settled({ ...held, sentOver: undefined })
    case 'keep-mine':
      return { ...held, seen: held.theirs }
    case 'take-theirs':
      return { ...held, seen: held.theirs, text: held.theirs }
  }
}

/** What nobody is writing in shows what is there. */
function settled(held: HeldText): HeldText {
  const isFree = !held.focused && held.sentOver === undefined && held.text === held.seen
  if (isFree) return { ...held, seen: held.theirs, text: held.theirs }
  return held.theirs === held.text ? { ...held, seen: held.theirs } : held
}
