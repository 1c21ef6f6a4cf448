import type { ECharts } from 'echarts/core'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { onTheme, shownTheme } from '../frame/theme.ts'
import { csvOf } from './csv.ts'
import { palette } from './palette.ts'

interface ChartFrameProps {
  /** What files that are taken along are called. */
  name: string
  caption: ReactNode
  /** Draws into an element, in the colours of the page as it is now. */
  draw: (element: HTMLElement) => ECharts
  /** Changes when there is something else to draw. */
  of: unknown
  /** What a screen reader hears in place of the picture. */
  words: string
  table: ReactNode
  csv: readonly (readonly (string | number | null)[])[]
  className?: string
}

/** A chart with its table behind it; either can be taken along. */
export function ChartFrame({ name, caption, draw, of, words, table, csv, className = 'h-56' }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false)
  const chart = useRef<ECharts>(null)
  return (
    <figure>
      <figcaption className="mb-1 flex flex-wrap items-center gap-2 text-sm text-muted">
        <span className="mr-auto">{caption}</span>
        <button type="button" className="chip" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          As a table
        </button>
        {!asTable && (
          <button type="button" className="chip" onClick={() => chart.current && savePicture(chart.current, name)}>
            PNG
          </button>
        )}
        <a
          className="chip"
          download={`${name}.csv`}
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(csv))}`}
        >
          CSV
        </a>
      </figcaption>
      {asTable ? (
        <TableBehind className={className} words={words}>
          {table}
        </TableBehind>
      ) : (
        <Picture draw={draw} of={of} chart={chart} words={words} className={className} />
      )}
    </figure>
  )
}

function TableBehind({ className, words, children }: { className: string; words: string; children: ReactNode }) {
  const looks = `${className} overflow-y-auto rounded-md border border-line p-2`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse.
    <section className={looks} aria-label={words} tabIndex={0}>
      {children}
    </section>
  )
}

type PictureProps = Pick<ChartFrameProps, 'draw' | 'of' | 'words' | 'className'> & {
  chart: React.RefObject<ECharts | null>
}

function Picture({ draw, of, chart, words, className }: PictureProps) {
  const place = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const drawNow = useEffectEvent(draw)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other data, and another theme has other colours.
  useEffect(() => {
    if (!place.current) return
    const drawn = drawNow(place.current)
    chart.current = drawn
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      drawn.dispose()
    }
  }, [of, theme, chart])
  return <div ref={place} role="img" aria-label={words} className={`${className} w-full`} />
}

function savePicture(chart: ECharts, name: string): void {
  const link = document.createElement('a')
  link.href = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette().paper })
  link.download = `${name}.png`
  link.click()
}
