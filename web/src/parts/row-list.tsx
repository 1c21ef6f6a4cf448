import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { type RowHeight, useRowSize } from './row-size.ts'
import { type Range, useRange } from './use-range.ts'
import { useRowFocus } from './use-row-focus.ts'
import { useWide } from './use-wide.ts'

export interface RowListProps<Row> {
  label: string
  /** Another name is another list: it starts at its top. */
  name: string
  /** Exact: the scrollbar speaks of all rows. */
  total: number
  at: (place: number) => Row | undefined
  placeOf: (id: string) => number | undefined
  /** Told what is in view, and which row must stay where it is when others come and go. */
  look: (view: { first: number; last: number; anchor: { id: string; place: number } | undefined }) => void
  /** Row height in pixels at desktop and at phone width. */
  height: RowHeight
  /** What is shown belongs to the list before. */
  faded: boolean
  /** Rows stand closer, where there is room for it. */
  dense?: boolean
  /** It is what the page is for: Home, End and the page keys are its own without a focus, too. */
  main?: boolean
  /** What keys, with Shift or without, do to the row that has the focus. */
  keys?: Readonly<Record<string, (row: Row, event: KeyboardEvent) => void>>
  /** Told when another row has the focus. */
  focused?: (row: Row) => void
  /** The row's link carries `data-row={place}` so that the keyboard finds it. */
  render: (row: Row, place: number) => ReactNode
}

const OVERSCAN = 12
/** Where somebody was in a list they come back to. */
const left = new Map<string, { top: number; place: number }>()

/** A list of links of any length, of which only those in view exist; `j k`, Home, End and the page keys move, Enter opens. */
export function RowList<Row extends { id: string }>(props: RowListProps<Row>) {
  const { label, name, total, at, placeOf, height, faded, render, dense = false, keys, focused } = props
  const wide = useWide()
  const size = useRowSize(height, dense)
  const scroller = useRef<HTMLDivElement>(null)
  const range = useRange(scroller, total, size)
  const focus = useRowFocus(scroller, { ...range, total, main: props.main ?? true })
  useSteadyPlace(props, range, size, focus.held)
  useReturn(name, faded, range, focus.place)
  const places = drawnPlaces(range, total, focus.held.current && placeOf(focus.held.current.id))
  const met = new Set<string>()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside, whichever has the focus.
    <div
      ref={scroller}
      className={`min-h-0 flex-1 overflow-y-auto [overflow-anchor:none] ${faded ? 'opacity-60' : ''}`}
      data-dense={wide && dense}
      onScroll={range.scrolled}
      onFocus={({ target }) => {
        const place = placeAt(target)
        const row = place === undefined ? undefined : at(place)
        if (place === undefined || !row) return
        focus.note(row.id, place)
        focused?.(row)
      }}
      onBlur={focus.leave}
      onKeyDown={(event) => {
        const place = placeAt(event.target)
        const row = place === undefined ? undefined : at(place)
        const act = keys?.[event.key.toLowerCase()]
        if (!row || !act || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        act(row, event)
      }}
    >
      <ul
        aria-label={label}
        className="relative h-(--all) overflow-hidden print:h-auto"
        style={{ '--all': `${range.height}px` } as CSSProperties}
      >
        {places.map((place) => {
          const row = at(place)
          return (
            <li
              key={keyOf(row, place, met)}
              aria-posinset={place + 1}
              aria-setsize={total}
              className="absolute inset-x-0 h-(--row) translate-y-(--at) border-b border-line print:static print:translate-y-0"
              style={{ '--row': `${size}px`, '--at': `${place * size + range.base}px` } as CSSProperties}
            >
              {row ? render(row, place) : <Coming place={place} />}
            </li>
          )
        })}
      </ul>
      {places.length < total && (
        <p className="hidden px-4 py-2 print:block">
          {places.length.toLocaleString()} of {total.toLocaleString()}: export the list to have all of them.
        </p>
      )}
    </div>
  )
}

/** Those in view, a few around them, and the one that has the focus wherever it is. */
function drawnPlaces({ first, last }: Range, total: number, held: number | undefined): number[] {
  const from = Math.max(0, first - OVERSCAN)
  const to = Math.min(total - 1, last + OVERSCAN)
  const places = Array.from({ length: Math.max(0, to - from + 1) }, (_, number) => from + number)
  if (held === undefined || held >= total || (held >= from && held <= to)) return places
  return held < from ? [held, ...places] : [...places, held]
}

/** A row keeps its element when it moves. Two parts of a list that were read at different times may both hold it. */
function keyOf(row: { id: string } | undefined, place: number, met: Set<string>): string {
  if (!row || met.has(row.id)) return `place ${place}`
  met.add(row.id)
  return row.id
}

/** A row that is on its way keeps its place. */
function Coming({ place }: { place: number }) {
  return (
    <div className="flex h-full items-center px-4" aria-busy="true">
      <div className="skeleton h-3 rounded bg-line" style={{ width: `${35 + ((place * 17) % 40)}%` }} />
    </div>
  )
}

function placeAt(target: EventTarget): number | undefined {
  const place = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined
  return place === undefined ? undefined : Number(place)
}

/** When rows come and go above, the one that is looked at stays where it is: the list is moved below it. */
function useSteadyPlace<Row extends { id: string }>(
  { total, at, placeOf, look, faded }: RowListProps<Row>,
  { first, last, top, moveTo }: Range,
  size: number,
  held: { readonly current: { id: string; place: number } | undefined },
): void {
  const anchors = useRef<{ id: string; place: number }[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when other rows have come, not when it is drawn.
  useLayoutEffect(() => {
    if (faded) return
    for (const { id, place } of anchors.current) {
      const now = placeOf(id)
      if (now === undefined) continue
      if (now !== place) moveTo(top() + (now - place) * size)
      return
    }
  }, [placeOf, faded])
  useEffect(() => {
    if (faded) return
    const seen = Array.from({ length: Math.max(0, Math.min(last, total - 1) - first + 1) }, (_, n) => first + n)
    const rows = seen.flatMap((place) => {
      const id = at(place)?.id
      return id === undefined ? [] : [{ id, place }]
    })
    const own = rows.find(({ id }) => id === held.current?.id)
    // Who is at the top and at no row wants to see what comes.
    anchors.current = own ? [own, ...rows] : first > 0 || top() > 0 ? rows : []
    look({ first: Math.max(0, first - OVERSCAN), last: Math.max(first, last) + OVERSCAN, anchor: anchors.current[0] })
  })
}

/** Another list begins at its top; one that somebody comes back to where they left it. */
function useReturn(name: string, faded: boolean, { top, moveTo }: Range, place: { current: number }): void {
  const shown = useRef<string>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each list.
  useLayoutEffect(() => {
    if (faded || shown.current === name) return
    const known = shown.current === undefined ? left.get(name) : undefined
    shown.current = name
    moveTo(known?.top ?? 0)
    place.current = known?.place ?? -1
  }, [name, faded])
  const keep = useRef(() => {})
  keep.current = () => {
    if (shown.current !== undefined) left.set(shown.current, { top: top(), place: place.current })
  }
  useLayoutEffect(() => () => keep.current(), [])
}
