import { expect, it } from 'vitest'
import { clustersOf, type GraphNode } from './clusters.ts'
import { layOut } from './layout.ts'

const node = (kind: GraphNode['kind'], name: string, distance = 1): GraphNode => ({
  ...{ id: `${kind} ${name}`, kind, name, label: name, distance },
  ...{ standing: 'owned', proof: 'proven', decision: null },
})

it('puts names under what was registered, and addresses into their network', () => {
  const found = clustersOf([
    node('domain', 'example.co.uk', 0),
    node('hostname', 'www.example.co.uk'),
    node('hostname', 'a.b.example.co.uk'),
    node('hostname', 'cdn.other.net'),
    node('ip-address', '192.0.2.7'),
    node('ip-address', '192.0.2.250'),
    node('ip-address', '2001:db8::1'),
    node('ip-address', '2001:db8:0:9::2'),
    node('certificate', 'CN=www'),
  ])
  expect(found.map(({ name, side, nodes }) => [name, side, nodes.length])).toEqual([
    ['example.co.uk', 'brand', 3],
    ['192.0.2.0/24', 'network', 2],
    ['2001:db8::/48', 'network', 2],
    ['certificates', 'brand', 1],
    ['other.net', 'brand', 1],
  ])
})

it('places every node once, clusters apart, and the same way again', () => {
  const nodes = [
    node('domain', 'example.com', 0),
    ...Array.from({ length: 400 }, (_, index) => node('hostname', `h${index}.example.com`)),
    ...Array.from({ length: 90 }, (_, index) => node('hostname', `h.b${index}.net`)),
    ...Array.from({ length: 300 }, (_, index) => node('ip-address', `198.51.${index % 7}.${index}`)),
  ]
  const { clusters, places } = layOut(clustersOf(nodes))
  expect(places.size).toBe(nodes.length)
  expect(places).toEqual(layOut(clustersOf(nodes)).places)
  for (const [index, one] of clusters.entries())
    for (const other of clusters.slice(index + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(one.r + other.r - 1e-6)
  const middle = clusters.find(({ name }) => name === 'example.com')!
  expect(places.get('domain example.com')).toEqual({ x: middle.x, y: middle.y })
})

it('bears a graph of nothing', () => {
  expect(layOut([])).toEqual({ clusters: [], places: new Map() })
})
