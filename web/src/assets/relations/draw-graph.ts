import type { Neighbourhood, RelationEdge } from '@contract/relations.ts'
import { GraphChart } from 'echarts/charts'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { fontFamily, mayMove, palette } from '../../charts/palette.ts'
import { ringLayout } from './layout.ts'
import { worstOf } from './worst.ts'

use([GraphChart, CanvasRenderer])

/** What somebody points at: an asset or a relation by its id, or nothing. */
export type Pointed = { node: string } | { edge: string } | undefined

interface Asked {
  open: (assetId: string) => void
  point: (at: Pointed) => void
}

/** The mark of a decision is its shape, so that nothing rests on colour alone; without an open finding a node is small and plain. */
const symbols = { now: 'triangle', soon: 'diamond', scheduled: 'circle', defer: 'circle' } as const
/** Room around the outermost nodes for their names, in pixels. */
const MARGIN = { x: 190, y: 40 }
const NARROW = 600
/** With more lines than this their words stand in each other's way: they appear where one points. */
const MOST_WORDS = 24

/** Draws a neighbourhood into an element, in the colours of the page as it is now. */
export function drawGraph(element: HTMLElement, around: Neighbourhood, { open, point }: Asked): ECharts {
  const chart = init(element)
  const { ink, muted, line, accent } = palette()
  const { edges } = around
  chart.setOption({
    animation: mayMove(),
    animationDuration: 300,
    textStyle: { fontFamily },
    series: [
      {
        type: 'graph',
        layout: 'none',
        // The wheel is the page's: the picture moves under the pointer, and steps say how far it goes.
        roam: 'move',
        top: MARGIN.y,
        bottom: MARGIN.y,
        left: marginOf(element),
        right: marginOf(element),
        data: nodesOf(around, element),
        links: linksOf(edges),
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 8,
        lineStyle: { color: muted, opacity: 0.6, width: 1.5 },
        label: { show: true, position: 'bottom', color: ink, fontSize: 13, textBorderWidth: 0 },
        labelLayout: { hideOverlap: true },
        edgeLabel: {
          show: edges.length <= MOST_WORDS,
          color: muted,
          fontSize: 11,
          formatter: ({ data }: { data: { words: string } }) => data.words,
        },
        emphasis: {
          scale: false,
          lineStyle: { color: accent, opacity: 1, width: 2.5 },
          edgeLabel: { show: true, color: ink },
          label: { show: true },
        },
        selectedMode: false,
        itemStyle: { borderColor: line },
      },
    ],
  })
  chart.on('click', { dataType: 'node' }, ({ data }) => open((data as { id: string }).id))
  chart.on('mouseover', ({ dataType, data }) => {
    const { id, edge } = data as { id?: string; edge?: string }
    if (dataType === 'node' && id) point({ node: id })
    if (dataType === 'edge' && edge) point({ edge })
  })
  chart.on('mouseout', () => point(undefined))
  return chart
}

function marginOf({ clientWidth }: HTMLElement): number {
  return clientWidth < NARROW ? MARGIN.x / 3 : MARGIN.x
}

/** Nodes at their pixels: rings are as wide as the place is, since names need more room than lines. */
function nodesOf({ nodes, edges }: Neighbourhood, element: HTMLElement) {
  const colours = palette()
  const places = ringLayout(nodes, edges)
  const width = Math.max(1, element.clientWidth - 2 * marginOf(element))
  const height = Math.max(1, element.clientHeight - 2 * MARGIN.y)
  const across = between([...places.values()].map(({ x }) => x))
  const down = between([...places.values()].map(({ y }) => y))
  const isNarrow = element.clientWidth < NARROW
  const hasMore = new Set(edges.flatMap(({ from, to }) => [from, to]).filter((id, at, all) => all.indexOf(id) !== at))
  const drawn = nodes.map((node) => {
    const { x, y } = places.get(node.id) ?? { x: 0, y: 0 }
    const worst = worstOf(node.open)
    const colour = worst ? colours[worst] : colours.muted
    const isOwn = node.distance === 0
    return {
      id: node.id,
      name: shortened(node.name, isNarrow ? 18 : 34) + (node.hidden > 0 ? ` (+${node.hidden.toLocaleString()})` : ''),
      x: width * across(x),
      y: height * down(y),
      symbol: worst ? symbols[worst] : 'circle',
      symbolSize: isOwn ? 22 : worst ? 16 : 10,
      itemStyle: {
        color: worst === 'defer' ? colours.paper : colour,
        borderColor: colour,
        borderWidth: worst === 'defer' ? 2 : 0,
      },
      label: {
        // What does not fit beside its node is cut there, not by the edge of the picture.
        ...(isNarrow ? {} : { width: MARGIN.x - 20, overflow: 'truncate' as const, ellipsis: '…' }),
        fontWeight: isOwn ? ('bold' as const) : ('normal' as const),
        // Names at the rim stand outside, where no line goes.
        position:
          isNarrow || isOwn || hasMore.has(node.id)
            ? ('bottom' as const)
            : x < 0
              ? ('left' as const)
              : ('right' as const),
      },
    }
  })
  // What is drawn fills its place: two corners that nobody sees keep it from being stretched to it.
  const corner = { symbolSize: 0, silent: true, label: { show: false } }
  return [...drawn, { ...corner, id: '', name: '', x: 0, y: 0 }, { ...corner, id: ' ', name: ' ', x: width, y: height }]
}

/** Where a value lies between the smallest and the largest, from 0 to 1; in the middle where there is no between. */
function between(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return (value) => (most - least < 1e-9 ? 0.5 : (value - least) / (most - least))
}

/** Several relations of the same two assets bend away from each other. */
function linksOf(edges: readonly RelationEdge[]) {
  const between = new Map<string, number>()
  return edges.map(({ id, from, to, words }) => {
    const pair = [from, to].sort().join(' ')
    const place = between.get(pair) ?? 0
    between.set(pair, place + 1)
    return { source: from, target: to, edge: id, words, lineStyle: { curveness: place * 0.25 } }
  })
}

function shortened(name: string, longest: number): string {
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name
}
