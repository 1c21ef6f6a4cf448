import type { OpenDay } from '@contract/trends.ts'
import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { fontFamily, mayMove, palette } from '../charts/palette.ts'
import { urgencies } from './trends-search.ts'

use([LineChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer])

type Urgency = (typeof urgencies)[number]

/** Each line has its decision's mark as well as its colour, and its name at its end. */
const symbols = { now: 'triangle', soon: 'diamond', scheduled: 'circle', defer: 'circle' } as const
/** So many marks on a line, however long it is. */
const MARKS = 12

/** Draws open findings by decision, a line each; a click on a point asks for its findings. */
export function drawOpen(
  element: HTMLElement,
  open: readonly OpenDay[],
  ask: (day: string, decision: Urgency) => void,
): ECharts {
  const chart = init(element)
  const colours = palette()
  const every = Math.max(1, Math.ceil(open.length / MARKS))
  chart.setOption({
    animation: mayMove(),
    textStyle: { color: colours.muted, fontFamily },
    grid: { left: 52, right: 84, top: 28, bottom: 28 },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      name: 'open findings',
      nameTextStyle: { color: colours.muted, align: 'left' },
      minInterval: 1,
      axisLabel: { color: colours.muted },
      splitLine: { lineStyle: { color: colours.line } },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink },
    },
    series: urgencies.map((urgency) => ({
      id: urgency,
      name: urgency,
      type: 'line',
      step: 'end',
      symbol: symbols[urgency],
      symbolSize: (_value: unknown, { dataIndex }: { dataIndex: number }) =>
        dataIndex % every === 0 || dataIndex === open.length - 1 ? 8 : 0,
      showAllSymbol: true,
      triggerLineEvent: true,
      lineStyle: { color: colours[urgency], width: 2 },
      itemStyle: {
        color: urgency === 'defer' ? colours.paper : colours[urgency],
        borderColor: colours[urgency],
        borderWidth: urgency === 'defer' ? 2 : 0,
      },
      endLabel: { show: true, color: colours[urgency], formatter: urgency, distance: 8 },
      labelLayout: { moveOverlap: 'shiftY' },
      data: open.map((day) => [day.day, day[urgency]]),
    })),
  })
  // A whole day is easier to hit than a point: the nearest line counts.
  chart.getZr().on('click', ({ offsetX, offsetY }) => {
    if (!chart.containPixel('grid', [offsetX, offsetY])) return
    const [time, height] = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]) as [number, number]
    const day = open.findLast((one) => Date.parse(one.day) <= time) ?? open[0]
    if (!day) return
    const nearest = urgencies.toSorted((a, b) => Math.abs(day[a] - height) - Math.abs(day[b] - height))[0]
    if (nearest) ask(day.day, nearest)
  })
  return chart
}
