import { expect, it } from 'vitest'
import { clustersOf, foldServices, type GraphNode, worstFirst, worstOf } from './clusters.ts'

const node = (kind: GraphNode['kind'], name: string, decision: GraphNode['decision'] = null): GraphNode => ({
  ...{ id: name, kind, name, label: name, distance: 1, standing: 'owned', proof: 'proven', decision },
})

it('folds services and certificates with their edges, and says how many', () => {
  const nodes = [
    node('hostname', 'www'),
    node('ip-address', '192.0.2.7'),
    node('service', 's'),
    node('certificate', 'c'),
  ]
  const edge = (from: string, to: string) => ({ from, to, kind: 'port' as const, words: '' })
  const edges = [edge('www', '192.0.2.7'), edge('192.0.2.7', 's'), edge('s', 'c')]
  const { graph, folded } = foldServices({ nodes, edges, hidden: 3 })
  expect([graph.nodes.map(({ id }) => id), graph.edges, graph.hidden, folded]).toEqual([
    ['www', '192.0.2.7'],
    [edges[0]],
    3,
    2,
  ])
})

it('puts what is most urgent first, and names a group by it', () => {
  const nodes = [
    node('hostname', 'a.example.com'),
    node('hostname', 'b.example.com', 'soon'),
    node('hostname', 'c.example.com', 'now'),
  ]
  expect(nodes.toSorted(worstFirst).map(({ decision }) => decision)).toEqual(['now', 'soon', null])
  expect(clustersOf(nodes).map(worstOf)).toEqual(['now'])
  expect(worstOf({ nodes: nodes.slice(0, 1) })).toBeNull()
})
