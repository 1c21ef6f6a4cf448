import { packSiblings } from 'd3-hierarchy'
import type { Cluster } from './clusters.ts'

export interface Placed extends Cluster {
  x: number
  y: number
  /** Radius. */
  r: number
}

export interface Layout {
  clusters: Placed[]
  places: Map<string, { x: number; y: number }>
}

/** Room between two clusters, in distances of two neighbours. */
const GAP = 3
/** Turns by this lay seeds of a sunflower evenly (H. Vogel, 1979). */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/**
 * Places every node: a cluster is a disc of its nodes, what is nearest to a seed in its middle; discs of names lie on the
 * left, of networks on the right. The same graph gives the same picture.
 */
export function layOut(clusters: readonly Cluster[]): Layout {
  const left = pack(clusters.filter(({ side }) => side === 'brand'))
  const right = pack(clusters.filter(({ side }) => side === 'network'))
  const apart = extentOf(left) + extentOf(right) + GAP
  const placed = [...left, ...right.map((cluster) => ({ ...cluster, x: cluster.x + apart }))]
  const places = new Map<string, { x: number; y: number }>()
  for (const { nodes, x, y } of placed) {
    const inner = nodes.toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    for (const [index, { id }] of inner.entries()) {
      const [radius, angle] = [Math.sqrt(index), index * GOLDEN_ANGLE]
      places.set(id, { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) })
    }
  }
  return { clusters: placed, places }
}

function pack(clusters: readonly Cluster[]): Placed[] {
  return packSiblings(clusters.map((cluster) => ({ ...cluster, r: Math.sqrt(cluster.nodes.length) + GAP, x: 0, y: 0 })))
}

/** How far discs reach from their middle. */
function extentOf(discs: readonly Placed[]): number {
  return Math.max(0, ...discs.map(({ x, y, r }) => Math.hypot(x, y) + r))
}
