import type { TimelineEntry } from '@contract/findings.ts'
import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { type Cluster, clustersOf } from './clusters.ts'
import { brokenLine } from './gaps.ts'
import { fontFamily, mayMove, palette } from './palette.ts'
import type { Point } from './points.ts'

use([LineChart, ScatterChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer])

/** Short names and marks of what happens to a vulnerability. */
const marks: Readonly<Record<string, [word: string, symbol: string]>> = {
  published: ['published', 'circle'],
  poc: ['PoC', 'rect'],
  exploit: ['exploit', 'diamond'],
  module: ['module', 'diamond'],
  template: ['template', 'rect'],
  ransomware: ['ransomware', 'triangle'],
  kev: ['KEV', 'triangle'],
}

/** The surest sign names the mark of what happened together. */
const telling = ['kev', 'ransomware', 'module', 'exploit', 'poc', 'template', 'published'] as const
/** Room for a name beside the next, and lines of names above the axis. */
const NAME_PX = 72
const MOST_NAMES = 4

/** What became known of a vulnerability and when, with the EPSS of the same days under it. */
export function drawHistory(element: HTMLElement, entries: readonly TimelineEntry[], epss: readonly Point[]): ECharts {
  const chart = init(element)
  const { ink, muted, line, accent, raised } = palette()
  const days = [...entries.map(({ at }) => at.slice(0, 10)), ...epss.map(({ date }) => date)].sort()
  const hasEpss = epss.length > 0
  const axis = {
    type: 'time' as const,
    min: days[0],
    max: days.at(-1),
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
  }
  chart.setOption({
    animation: mayMove(),
    textStyle: { color: muted, fontFamily },
    grid: [
      { left: 44, right: 44, top: 68, height: 12 },
      { left: 44, right: 44, top: 110, bottom: 28, show: false },
    ],
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } },
      { ...axis, gridIndex: 1, show: true, axisLabel: { color: muted, hideOverlap: true } },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, min: 0, max: 1, show: false },
      {
        type: 'value',
        gridIndex: 1,
        min: 0,
        max: 1,
        interval: 0.5,
        show: hasEpss,
        name: hasEpss ? 'EPSS' : '',
        nameTextStyle: { color: muted, align: 'right' },
        axisLabel: { color: muted, formatter: (value: number) => `${value * 100} %` },
        splitLine: { lineStyle: { color: line } },
      },
    ],
    tooltip: {
      // Text on the canvas: the page's policy allows no styles in markup, and we want none.
      renderMode: 'richText',
      backgroundColor: raised,
      borderColor: line,
      textStyle: { color: ink },
    },
    series: [
      {
        name: 'known',
        type: 'scatter',
        xAxisIndex: 0,
        yAxisIndex: 0,
        data: clustersOf(
          entries,
          [days[0] ?? '', days.at(-1) ?? ''],
          NAME_PX / Math.max(NAME_PX, chart.getWidth() - 88),
        ).map((cluster) => ({
          value: [cluster.day, 0],
          name: cluster.entries.map(({ at, text, source }) => `${at.slice(0, 10)} ${text}, ${source}`).join('\n'),
          symbol: symbolOf(cluster),
          symbolSize: 12,
          itemStyle: { color: ink, borderColor: ink },
          label: { formatter: namesOf(cluster) },
        })),
        label: { show: true, position: 'top', color: ink, fontSize: 12, lineHeight: 15 },
        tooltip: { formatter: ({ name }: { name: string }) => name },
      },
      {
        name: 'EPSS',
        type: 'line',
        xAxisIndex: 1,
        yAxisIndex: 1,
        step: 'end',
        showSymbol: epss.length < 60,
        symbolSize: 5,
        lineStyle: { color: accent, width: 2 },
        itemStyle: { color: accent },
        areaStyle: { color: accent, opacity: 0.08 },
        data: brokenLine(epss),
        tooltip: {
          formatter: ({ value }: { value: [string, number] }) =>
            `${value[0]} EPSS ${(value[1] * 100).toLocaleString(undefined, { maximumFractionDigits: 1 })} %`,
        },
      },
    ],
  })
  return chart
}

function symbolOf({ entries }: Cluster): string {
  const most = telling.find((kind) => entries.some((entry) => entry.kind === kind))
  return marks[most ?? '']?.[1] ?? 'circle'
}

/** Each kind once, in the order it came; the rest is in the tooltip and the table. */
function namesOf({ entries }: Cluster): string {
  const words = [...new Set(entries.map(({ kind }) => marks[kind]?.[0] ?? kind))]
  if (words.length <= MOST_NAMES) return words.join('\n')
  return [...words.slice(0, MOST_NAMES - 1), `and ${words.length - MOST_NAMES + 1} more`].join('\n')
}
