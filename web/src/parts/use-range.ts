import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** Browsers draw nothing that is much higher; a longer list is moved below its scrollbar. */
const HIGHEST = 15_000_000

/** Which rows of a long list are in view, and where they are drawn. */
export interface Range {
  first: number
  last: number
  /** Rows that fit the window. */
  fits: number
  /** What is added to each row's distance from the list's top: 0 unless the list is higher than can be drawn. */
  base: number
  /** Height of the list as drawn. */
  height: number
  /** Distance of the window from the top of the whole list. */
  top: () => number
  moveTo: (top: number) => void
  /** Moves as little as shows a row. */
  show: (place: number) => void
  scrolled: () => void
}

/** The part of `total` rows of the same size that a scroller shows. */
export function useRange(scroller: RefObject<HTMLElement | null>, total: number, size: number): Range {
  const whole = total * size
  const height = Math.min(whole, HIGHEST)
  const moved = useRef({ base: 0, at: 0 })
  const [drawn, draw] = useState({ first: 0, last: 0, fits: 20, base: 0 })
  const measure = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const { base } = moved.current
    const top = Math.max(0, element.scrollTop - base)
    const fits = Math.max(1, Math.floor(element.clientHeight / size))
    const first = Math.max(0, Math.floor(top / size))
    const last = Math.min(total - 1, Math.floor((top + element.clientHeight) / size))
    draw((known) =>
      known.first === first && known.last === last && known.fits === fits && known.base === base
        ? known
        : { first, last, fits, base },
    )
  }, [scroller, size, total])
  const top = () => (scroller.current?.scrollTop ?? 0) - moved.current.base
  const room = () => {
    const window = scroller.current?.clientHeight ?? 0
    return { drawn: Math.max(1, height - window), whole: Math.max(1, whole - window), window }
  }
  const moveTo = (wanted: number) => {
    const element = scroller.current
    if (!element) return
    const { drawn, whole } = room()
    const to = Math.min(whole, Math.max(0, wanted))
    const at = Math.round((to / whole) * drawn)
    moved.current = height < HIGHEST ? { base: 0, at: to } : { base: at - to, at }
    element.scrollTop = moved.current.at
    measure()
  }
  const show = (place: number) => {
    const { window } = room()
    const [from, to] = [place * size, (place + 1) * size]
    if (from < top()) moveTo(from)
    else if (to > top() + window) moveTo(to - window)
  }
  const scrolled = () => {
    const at = scroller.current?.scrollTop ?? 0
    if (height === HIGHEST) {
      const { drawn, whole, window } = room()
      const { base } = moved.current
      // A turn of the wheel moves as far as anywhere; who drags the bar means the place.
      const far = Math.abs(at - moved.current.at) > window || at <= 0 || at >= drawn
      moved.current.base = far ? at - (Math.min(drawn, Math.max(0, at)) / drawn) * whole : Math.max(at - whole, base)
    } else moved.current.base = 0
    moved.current.at = at
    measure()
  }
  useLayoutEffect(() => {
    measure()
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [measure, scroller])
  const sized = useRef(size)
  useLayoutEffect(() => {
    if (sized.current === size) return
    sized.current = size
    moveTo(drawn.first * size)
  })
  return {
    ...drawn,
    height,
    top,
    moveTo,
    show,
    scrolled,
  }
}
