import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { useKey } from './use-key.ts'

interface Shown {
  total: number
  /** First and last row in view, and how many fit it. */
  first: number
  last: number
  fits: number
  show: (place: number) => void
  main: boolean
}

/** Moves the focus along the links of a list, of which only those in view exist, and keeps it when rows come and go. */
export function useRowFocus(scroller: RefObject<HTMLElement | null>, { total, first, last, fits, show, main }: Shown) {
  /** The row that has the focus. */
  const held = useRef<{ id: string; place: number }>(undefined)
  /** The place that had it last. */
  const place = useRef(-1)
  /** Where it goes as soon as there is a row. */
  const wanted = useRef<number>(undefined)
  const take = (at: number) => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${at}"]`)
    row?.focus({ preventScroll: true })
    return row
  }
  useLayoutEffect(() => {
    if (wanted.current !== undefined) {
      if (take(wanted.current)) wanted.current = undefined
      return
    }
    // The row that had it is gone: what stands in its place has it now.
    if (held.current && document.activeElement === document.body) take(Math.min(held.current.place, total - 1))
    const own = ownPlace(scroller.current)
    if (held.current && own !== undefined) held.current.place = place.current = own
  })
  const go = (to: number) => {
    const next = Math.min(total - 1, Math.max(0, to))
    place.current = next
    show(next)
    wanted.current = take(next) ? undefined : next
  }
  const from = () => wanted.current ?? ownPlace(scroller.current) ?? place.current
  const step = (by: 1 | -1) => {
    const at = from()
    // Who scrolled away from the row that has the focus goes on with what they see.
    if (wanted.current === undefined && at >= 0 && (at < first - 1 || at > last + 1)) go(by > 0 ? first : last)
    else go(at + by)
  }
  useKey('j', () => step(1))
  useKey('k', () => step(-1))
  const jump = (to: () => number) => (event: KeyboardEvent) => {
    const focus = document.activeElement
    if (!scroller.current?.contains(focus) && !(main && focus === document.body)) return
    event.preventDefault()
    go(to())
  }
  const page = Math.max(1, fits - 1)
  useKey(
    'Home',
    jump(() => 0),
  )
  useKey(
    'End',
    jump(() => total - 1),
  )
  useKey(
    'PageDown',
    jump(() => Math.max(0, from()) + page),
  )
  useKey(
    'PageUp',
    jump(() => from() - page),
  )
  return {
    held,
    place,
    note(id: string, at: number) {
      held.current = { id, place: at }
      place.current = at
    },
    /** Somebody left the list; a row that was taken away does not say so. */
    leave({ relatedTarget, target }: FocusEvent) {
      if (relatedTarget instanceof Node && scroller.current?.contains(relatedTarget)) return
      if (target.isConnected) held.current = undefined
    },
  }
}

function ownPlace(scroller: HTMLElement | null): number | undefined {
  const focused = document.activeElement
  if (!scroller?.contains(focused)) return undefined
  const row = focused?.closest<HTMLElement>('[data-row]')?.dataset.row
  return row === undefined ? undefined : Number(row)
}
