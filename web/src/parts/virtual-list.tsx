import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useKey } from './use-key.ts'
import { useWide } from './use-wide.ts'

interface Props<Row> {
  label: string
  /** Another name is another list: it starts at its top. */
  name: string
  rows: readonly Row[]
  total: number
  /** Row height in pixels at desktop and at phone width. */
  height: { wide: number; narrow: number }
  faded: boolean
  /** Called when the end of the loaded rows comes near. */
  more: () => void
  /** Rows stand closer, where there is room for it. */
  dense?: boolean
  /** What keys, with Shift or without, do to the row that has the focus. */
  keys?: Readonly<Record<string, (row: Row, event: KeyboardEvent) => void>>
  /** Told when another row has the focus. */
  focused?: (row: Row) => void
  /** The row's link carries `data-row={place}` so that the keyboard finds it. */
  render: (row: Row, place: number) => ReactNode
}

const AHEAD = 15
const DENSE = 34

/** A long list of links of which only the visible ones exist; `j` and `k` move, Enter opens. */
export function VirtualList<Row extends { id: string }>(props: Props<Row>) {
  const { label, name, rows, total, height, faded, more, render, dense = false, keys, focused } = props
  const wide = useWide()
  const size = wide ? (dense ? DENSE : height.wide) : height.narrow
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - AHEAD) more()
  }, [last, rows.length, more])
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights change with the width, the place with the list's name.
  useEffect(() => virtual.measure(), [size])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => virtual.scrollToOffset(0), [name])
  useMoveKeys(scroller, rows.length, (place) => virtual.scrollToIndex(place))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside, whichever has the focus.
    <div
      ref={scroller}
      className={`min-h-0 flex-1 overflow-y-auto ${faded ? 'opacity-60' : ''}`}
      data-dense={wide && dense}
      onFocus={({ target }) => {
        const row = rowAt(rows, target)
        if (row) focused?.(row)
      }}
      onKeyDown={(event) => {
        const row = rowAt(rows, event.target)
        const act = keys?.[event.key.toLowerCase()]
        if (!row || !act || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        act(row, event)
      }}
    >
      <ul
        aria-label={label}
        className="relative h-(--all) print:h-auto"
        style={{ '--all': `${virtual.getTotalSize()}px` } as CSSProperties}
      >
        {items.map((item) => {
          const row = rows[item.index]!
          return (
            <li
              key={row.id}
              aria-posinset={item.index + 1}
              aria-setsize={total}
              className="absolute inset-x-0 h-(--row) translate-y-(--at) border-b border-line print:static print:translate-y-0"
              style={{ '--row': `${size}px`, '--at': `${item.start}px` } as CSSProperties}
            >
              {render(row, item.index)}
            </li>
          )
        })}
      </ul>
      {items.length < total && (
        <p className="hidden px-4 py-2 print:block">
          {items.length.toLocaleString()} of {total.toLocaleString()}: export the list to have all of them.
        </p>
      )}
    </div>
  )
}

function rowAt<Row>(rows: readonly Row[], target: EventTarget): Row | undefined {
  const place = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined
  return place === undefined ? undefined : rows[Number(place)]
}

/** `j` and `k` move the focus along the rows' links. */
function useMoveKeys(
  scroller: React.RefObject<HTMLDivElement | null>,
  count: number,
  show: (place: number) => void,
): void {
  const move = (step: number) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-row]')
    const next = Math.min(count - 1, Math.max(0, Number(focused?.dataset.row ?? -1) + step))
    const focus = () => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)
      row?.focus({ preventScroll: true })
      return row
    }
    show(next)
    // A row that is not drawn yet is there with the next frame; the others must not wait for who types fast.
    if (!focus()) requestAnimationFrame(focus)
  }
  useKey('j', () => move(1))
  useKey('k', () => move(-1))
}
