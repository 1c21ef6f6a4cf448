import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { brokenLine } from './gaps.ts'
import type { Point } from './points.ts'

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer])

/** Draws the curve into an element, in the colours of the page as it is now. */
export function drawEpss(element: HTMLElement, points: readonly Point[]): ECharts {
  const chart = init(element)
  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const [ink, muted, line, accent, raised] = ['--ink', '--muted', '--line', '--accent', '--raised'].map(token)
  const percent = (value: number) => `${(value * 100).toLocaleString(undefined, { maximumFractionDigits: 1 })} %`
  chart.setOption({
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    grid: { left: 48, right: 16, top: 16, bottom: 28 },
    textStyle: { color: muted, fontFamily: 'system-ui, sans-serif' },
    xAxis: { type: 'time', axisLine: { lineStyle: { color: line } }, axisLabel: { color: muted, hideOverlap: true } },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      axisLabel: { color: muted, formatter: percent },
      splitLine: { lineStyle: { color: line } },
    },
    tooltip: {
      trigger: 'axis',
      // Text on the canvas: the page's policy allows no styles in markup, and we want none.
      renderMode: 'richText',
      backgroundColor: raised,
      borderColor: line,
      textStyle: { color: ink },
      valueFormatter: (value: unknown) => percent(Number(value)),
    },
    series: [
      {
        name: 'EPSS',
        type: 'line',
        // Sources publish a value a day: between two there is none to interpolate.
        step: 'end',
        showSymbol: points.length < 60,
        symbolSize: 5,
        lineStyle: { color: accent, width: 2 },
        itemStyle: { color: accent },
        areaStyle: { color: accent, opacity: 0.08 },
        data: brokenLine(points),
      },
    ],
  })
  return chart
}
