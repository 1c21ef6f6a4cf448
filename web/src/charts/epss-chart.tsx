import type { ECharts } from 'echarts/core'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { onTheme, shownTheme } from '../frame/theme.ts'
import { percent } from '../parts/evidence-marks.tsx'
import { drawEpss } from './draw-epss.ts'
import { csvOf, type Point } from './points.ts'

/** EPSS over time as a curve, with its table behind it; either can be taken along. */
export function EpssChart({ points, name }: { points: readonly Point[]; name: string }) {
  const [table, setTable] = useState(false)
  const chart = useRef<ECharts>(null)
  const last = points.at(-1)
  if (!last) return null
  return (
    <figure>
      <figcaption className="mb-1 flex flex-wrap items-center gap-2 text-sm text-muted">
        <span className="mr-auto">
          Probability of exploitation within 30 days, {points.length.toLocaleString()}{' '}
          {points.length === 1 ? 'value' : 'values'}, {percent(last.probability)} on {last.date}
        </span>
        <button type="button" className="chip" aria-pressed={table} onClick={() => setTable(!table)}>
          As a table
        </button>
        {!table && (
          <button type="button" className="chip" onClick={() => chart.current && savePicture(chart.current, name)}>
            PNG
          </button>
        )}
        <a
          className="chip"
          download={`${name}-epss.csv`}
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(points))}`}
        >
          CSV
        </a>
      </figcaption>
      {table ? <Table points={points} /> : <Curve points={points} chart={chart} />}
    </figure>
  )
}

function Curve({ points, chart }: { points: readonly Point[]; chart: React.RefObject<ECharts | null> }) {
  const place = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    if (!place.current) return
    const drawn = drawEpss(place.current, points)
    chart.current = drawn
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      drawn.dispose()
    }
  }, [points, theme, chart])
  return <div ref={place} className="h-56 w-full" />
}

function Table({ points }: { points: readonly Point[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse.
    <section className="h-56 overflow-y-auto rounded-md border border-line" aria-label="EPSS by day" tabIndex={0}>
      <table className="w-full text-left">
        <thead className="sticky top-0 bg-paper text-sm text-muted">
          <tr>
            <th className="px-3 py-1 font-normal">Day</th>
            <th className="px-3 py-1 text-right font-normal">EPSS</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ date, probability }) => (
            <tr key={date} className="border-t border-line">
              <td className="px-3 py-1">{date}</td>
              <td className="px-3 py-1 text-right">{probability}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function savePicture(chart: ECharts, name: string): void {
  const link = document.createElement('a')
  const backgroundColor = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()
  link.href = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor })
  link.download = `${name}-epss.png`
  link.click()
}
