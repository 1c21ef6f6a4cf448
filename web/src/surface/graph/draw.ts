import type { SurfaceGraph } from '@contract/surface.ts'
import Graph from 'graphology'
import Sigma from 'sigma'
import { sdfCircle, sdfDiamond, sdfSquare, sdfTriangle } from 'sigma/rendering'
import { fontFamily, mayMove, palette } from '../../charts/palette.ts'
import type { GraphNode } from './clusters.ts'
import type { Layout, Placed } from './layout.ts'

/** Whose it is, by its form; the colour is for the most urgent decision there. */
const forms = {
  owned: 'circle',
  candidate: 'diamond',
  dependency: 'square',
  'monitor-only': 'triangle',
  rejected: 'triangle',
  excluded: 'triangle',
} as const satisfies Record<GraphNode['standing'], string>

interface Asked {
  open: (id: string) => void
  point: (id: string | undefined) => void
}

/** What a drawn graph can be asked to do. */
export interface Drawn {
  /** Goes to a node and marks it; nothing marked: the whole again. */
  show: (id: string | undefined) => void
  zoom: (steps: number) => void
  end: () => void
}

type Attributes = { x: number; y: number; size: number; color: string; label: string; shape: string }

/** Radii in distances of the layout, where neighbours lie about 1.8 apart. */
const [SMALL, LARGE] = [0.5, 0.8]
/** Widths of lines, likewise. */
const [THIN, THICK] = [0.06, 0.14]
/** Of so many that hang together with a node the names are shown. */
const MOST_NAMED = 12
/** How much one sees around a node that was looked for, likewise. */
const AROUND = 24

/**
 * Draws a graph into an element, in the colours of the page as it is now. @returns `undefined` where the browser cannot
 * (WebGL 2 is needed).
 */
export function draw(
  element: HTMLElement,
  graph: SurfaceGraph,
  layout: Layout,
  { open, point }: Asked,
): Drawn | undefined {
  if (!document.createElement('canvas').getContext('webgl2')) return undefined
  const { ink, line, paper } = palette()
  const drawn = graphOf(graph, layout)
  const near = new Set<string>()
  const named = new Set<string>()
  const sigma = new Sigma<Attributes>(drawn, element, {
    primitives: { nodes: { shapes: [sdfCircle(), sdfSquare(), sdfDiamond(), sdfTriangle()] } },
    styles: {
      nodes: {
        x: { attribute: 'x' },
        y: { attribute: 'y' },
        shape: { attribute: 'shape' },
        size: { attribute: 'size' },
        color: { attribute: 'color' },
        label: { attribute: 'label' },
        labelColor: ink,
        labelFont: fontFamily,
        labelVisibility: (_, { isHovered, isLabelHovered, isHighlighted }) =>
          isHovered || isLabelHovered || isHighlighted ? 'visible' : 'auto',
        backdropVisibility: (_, { isHighlighted }) => (isHighlighted ? 'visible' : 'hidden'),
        backdropColor: paper,
        backdropBorderColor: ink,
        backdropBorderWidth: 2,
      },
      edges: {
        size: (_, { isHighlighted }) => (isHighlighted ? THICK : THIN),
        color: (_, { isHighlighted }) => (isHighlighted ? ink : line),
      },
    },
    settings: {
      hideEdgesOnMove: true,
      hideLabelsOnMove: true,
      labelRenderedSizeThreshold: 10,
      // The wheel is the page's until somebody asks for the picture with Ctrl.
      gestureTarget: 'shared',
      itemSizesReference: 'positions',
      minCameraRatio: 0.002,
      maxCameraRatio: 1.5,
    },
  })
  const mark = (id: string | undefined) => {
    sigma.setEdgesState([...near], { isHighlighted: false })
    sigma.setNodesState([...named], { isLabelHovered: false })
    near.clear()
    named.clear()
    if (id === undefined) return
    for (const edge of drawn.edges(id)) near.add(edge)
    for (const neighbour of drawn.neighbors(id).slice(0, MOST_NAMED)) named.add(neighbour)
    sigma.setEdgesState([...near], { isHighlighted: true })
    sigma.setNodesState([...named], { isLabelHovered: true })
  }
  sigma.on('enterNode', ({ node }) => {
    mark(node)
    point(node)
  })
  sigma.on('leaveNode', () => {
    mark(undefined)
    point(undefined)
  })
  sigma.on('clickNode', ({ node }) => open(node))
  const names = nameClusters(element, sigma, layout.clusters)
  let marked: string | undefined
  return {
    show(id) {
      if (marked !== undefined && drawn.hasNode(marked)) sigma.setNodeState(marked, { isHighlighted: false })
      marked = id !== undefined && drawn.hasNode(id) ? id : undefined
      mark(marked)
      if (marked !== undefined) sigma.setNodeState(marked, { isHighlighted: true })
      go(sigma, marked)
    },
    zoom(steps) {
      const camera = sigma.getCamera()
      void camera.animate({ ratio: camera.getState().ratio * 0.7 ** steps }, { duration: mayMove() ? 150 : 0 })
    },
    end() {
      names.remove()
      sigma.kill()
    },
  }
}

function go(sigma: Sigma<Attributes>, id: string | undefined): void {
  const at = id === undefined ? undefined : sigma.getNodeDisplayData(id)
  const { x, y } = sigma.getBBox()
  const near = AROUND / Math.max(AROUND, x[1] - x[0], y[1] - y[0])
  const target = at ? { x: at.x, y: at.y, ratio: near } : { x: 0.5, y: 0.5, ratio: 1 }
  void sigma.getCamera().animate(target, { duration: mayMove() ? 300 : 0 })
}

function graphOf({ nodes, edges }: SurfaceGraph, { places }: Layout): Graph<Attributes> {
  const colors = palette()
  const { now, soon, scheduled, defer, muted } = colors
  const colorOf = { now, soon, scheduled, defer }
  const graph = new Graph<Attributes>({ multi: true, type: 'directed' })
  for (const { id, kind, standing, proof, distance, decision, ...node } of nodes) {
    const at = places.get(id)!
    const size = kind === 'domain' || distance === 0 ? LARGE : SMALL
    const label = proof === 'stated' ? `${node.label} (not proven)` : node.label
    graph.addNode(id, { ...at, size, color: decision ? colorOf[decision] : muted, label, shape: forms[standing] })
  }
  for (const { from, to } of edges) graph.addEdge(from, to)
  return graph
}

/** With more names than this they stand in each other's way. */
const MOST_NAMES = 40

/** Names of the largest clusters over their discs, as text of the page. */
function nameClusters(element: HTMLElement, sigma: Sigma<Attributes>, clusters: readonly Placed[]): HTMLElement {
  const over = document.createElement('div')
  over.className = 'pointer-events-none absolute inset-0 overflow-hidden'
  const named = clusters
    .filter(({ nodes }) => nodes.length > 1)
    .toSorted((a, b) => b.nodes.length - a.nodes.length)
    .slice(0, MOST_NAMES)
    .map((cluster) => {
      const label = document.createElement('span')
      label.className = 'absolute -translate-x-1/2 rounded bg-paper px-1 text-xs text-muted whitespace-nowrap'
      label.textContent = `${cluster.name} · ${cluster.nodes.length.toLocaleString()}`
      over.append(label)
      return { cluster, label }
    })
  const place = () => {
    for (const { cluster, label } of named) {
      const { x, y } = sigma.graphToViewport({ x: cluster.x, y: cluster.y + cluster.r - 1 })
      label.style.left = `${x}px`
      // The name of a disc that is larger than the picture stays at its upper edge.
      const below = sigma.graphToViewport({ x: cluster.x, y: cluster.y - cluster.r }).y
      label.style.top = `${below < 0 ? y : Math.max(2, y - 10)}px`
    }
  }
  sigma.on('afterRender', place)
  element.append(over)
  place()
  return over
}
