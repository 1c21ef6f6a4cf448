/** Where a node is drawn, in units of one ring. */
export interface Place {
  x: number
  y: number
}

interface Node {
  id: string
  distance: number
}

interface Edge {
  from: string
  to: string
}

const FULL = 2 * Math.PI
/** What lies behind a node stays on its side, so that no line crosses the middle. */
const WIDEST = 0.9 * Math.PI

/**
 * Rings around the asset in the middle: a node stands on the ring of its distance, within the sector of the node it was
 * reached from, which is as wide as what lies behind it. The same graph is always drawn the same.
 */
export function ringLayout(nodes: readonly Node[], edges: readonly Edge[]): Map<string, Place> {
  const children = treeOf(nodes, edges)
  const leaves = new Map<string, number>()
  for (const { id } of nodes.toSorted((a, b) => b.distance - a.distance)) {
    const behind = (children.get(id) ?? []).reduce((sum, child) => sum + (leaves.get(child) ?? 1), 0)
    leaves.set(id, Math.max(1, behind))
  }
  // A node with a hundred behind it needs more room than one with none, but not all of it.
  const weightOf = (id: string) => Math.sqrt(leaves.get(id) ?? 1)
  const places = new Map<string, Place>()
  const open = nodes.filter(({ distance }) => distance === 0).map(({ id }) => ({ id, ring: 0, start: 0, width: FULL }))
  for (let next = open.pop(); next; next = open.pop()) {
    const { id, ring, start, width } = next
    const angle = start + width / 2
    places.set(id, { x: ring * Math.cos(angle), y: ring * Math.sin(angle) })
    let from = start
    const whole = (children.get(id) ?? []).reduce((sum, child) => sum + weightOf(child), 0)
    for (const child of children.get(id) ?? []) {
      const share = (width * weightOf(child)) / whole
      const own = Math.min(share, WIDEST)
      open.push({ id: child, ring: ring + 1, start: from + (share - own) / 2, width: own })
      from += share
    }
  }
  return places
}

/** Each node under the first neighbour that is nearer to the middle. */
function treeOf(nodes: readonly Node[], edges: readonly Edge[]): Map<string, string[]> {
  const distances = new Map(nodes.map(({ id, distance }) => [id, distance]))
  const children = new Map<string, string[]>()
  const placed = new Set<string>()
  for (const { from, to } of edges)
    for (const [near, far] of [
      [from, to],
      [to, from],
    ] as const) {
      if (placed.has(far) || distances.get(far) !== (distances.get(near) ?? Number.NaN) + 1) continue
      placed.add(far)
      children.set(near, [...(children.get(near) ?? []), far])
    }
  return children
}
