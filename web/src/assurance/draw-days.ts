import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { fontFamily, mayMove, palette } from '../charts/palette.ts'
import type { DaySum } from './day-sums.ts'

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** Draws what held and what did not, a bar a day: passes upwards, failures downwards, so that few of either are seen. */
export function drawDays(element: HTMLElement, days: readonly DaySum[], words: readonly [string, string]): ECharts {
  const chart = init(element)
  const colours = palette()
  const series = (name: string, sign: 1 | -1, color: string, of: (day: DaySum) => number) => ({
    ...{ name, type: 'bar' as const, stack: 'demands', barMaxWidth: 18, itemStyle: { color } },
    ...(sign < 0 && { barMinHeight: 3 }),
    data: days.map((day) => [day.day, of(day) === 0 ? null : of(day) * sign]),
  })
  chart.setOption({
    animation: mayMove(),
    textStyle: { color: colours.muted, fontFamily },
    grid: { left: 52, right: 16, top: 34, bottom: 28 },
    legend: { top: 0, right: 16, textStyle: { color: colours.ink }, itemWidth: 12, itemHeight: 12 },
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => day),
      axisLine: { onZero: true, lineStyle: { color: colours.muted } },
      axisTick: { show: false },
      axisLabel: { color: colours.muted, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: colours.muted, formatter: (value: number) => Math.abs(value).toLocaleString() },
      splitLine: { lineStyle: { color: colours.line } },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? Math.abs(value).toLocaleString() : '0'),
    },
    series: [
      series(words[0], 1, colours.holding, ({ passed }) => passed),
      series(words[1], -1, colours.now, ({ failed }) => failed),
    ],
  })
  return chart
}
