import { describe, expect, it } from 'vitest'
import { ringLayout } from './layout.ts'

const nodes = [
  { id: 'own', distance: 0 },
  ...['a', 'b', 'c'].map((id) => ({ id, distance: 1 })),
  ...['a1', 'a2', 'a3'].map((id) => ({ id, distance: 2 })),
]
const edges = [
  { from: 'own', to: 'a' },
  { from: 'b', to: 'own' },
  { from: 'own', to: 'c' },
  { from: 'a', to: 'a1' },
  { from: 'a2', to: 'a' },
  { from: 'a', to: 'a3' },
  { from: 'b', to: 'c' },
]

describe('the rings around an asset', () => {
  const places = ringLayout(nodes, edges)
  const ring = (id: string) => Math.hypot(places.get(id)!.x, places.get(id)!.y)

  it('each node stands on the ring of its distance, and none on another', () => {
    for (const { id, distance } of nodes) expect(ring(id)).toBeCloseTo(distance)
    const spots = [...places.values()].map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)
    expect(new Set(spots).size).toBe(nodes.length)
  })

  it('what lies behind a node is nearer to it than to its sisters', () => {
    const between = (a: string, b: string) =>
      Math.hypot(places.get(a)!.x - places.get(b)!.x, places.get(a)!.y - places.get(b)!.y)
    for (const leaf of ['a1', 'a2', 'a3']) expect(between(leaf, 'a')).toBeLessThan(between(leaf, 'b'))
  })
})
