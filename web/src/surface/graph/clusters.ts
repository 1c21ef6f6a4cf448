import type { SurfaceGraph } from '@contract/surface.ts'

import { kindWords } from '../kind-words.ts'

export type GraphNode = SurfaceGraph['nodes'][number]

/** What belongs together: names under what was registered, addresses in their network, and the rest by kind. */
export interface Cluster {
  name: string
  side: 'brand' | 'network'
  nodes: GraphNode[]
}

/** The clusters of a graph, largest first; those of the same size by name. */
export function clustersOf(nodes: readonly GraphNode[]): Cluster[] {
  const domains = new Set(nodes.filter(({ kind }) => kind === 'domain').map(({ name }) => name))
  const clusters = new Map<string, Cluster>()
  for (const node of nodes) {
    const { name, side } = clusterOf(node, domains)
    const known = clusters.get(name)
    if (known) known.nodes.push(node)
    else clusters.set(name, { name, side, nodes: [node] })
  }
  return [...clusters.values()].sort((a, b) => b.nodes.length - a.nodes.length || (a.name < b.name ? -1 : 1))
}

function clusterOf({ kind, name }: GraphNode, domains: ReadonlySet<string>): Pick<Cluster, 'name' | 'side'> {
  if (kind === 'domain' || kind === 'hostname') return { name: brandOf(name, domains), side: 'brand' }
  if (kind === 'ip-address') return { name: networkOf(name), side: 'network' }
  if (kind === 'netblock' || kind === 'autonomous-system') return { name: 'networks', side: 'network' }
  return { name: kindWords(kind), side: kind === 'service' ? 'network' : 'brand' }
}

/** The nearest domain above a name, of those that were seen; the last two labels where none was. */
function brandOf(name: string, domains: ReadonlySet<string>): string {
  for (let rest = name; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) if (domains.has(rest)) return rest
  return name.split('.').slice(-2).join('.')
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one. */
function networkOf(address: string): string {
  if (!address.includes(':')) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const [head = '', tail] = address.split('::')
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]]
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0')
  const groups = [...before, ...zeros, ...after].slice(0, 3).join(':')
  return `${groups.replace(/(^|:)0(:0)*$/, '')}::/48`
}

const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const

/** Most urgent first, then nearest to a seed, then by name. */
export function worstFirst(a: GraphNode, b: GraphNode): number {
  return urgencyPlace(a.decision) - urgencyPlace(b.decision) || a.distance - b.distance || (a.label < b.label ? -1 : 1)
}

/** The most urgent decision in a cluster; `null`: nothing is open there. */
export function worstOf({ nodes }: Pick<Cluster, 'nodes'>): GraphNode['decision'] {
  const places = nodes.map(({ decision }) => urgencyPlace(decision))
  return urgencies[Math.min(...places)] ?? null
}

function urgencyPlace(decision: GraphNode['decision']): number {
  return decision === null ? urgencies.length : urgencies.indexOf(decision)
}

const folded: ReadonlySet<GraphNode['kind']> = new Set(['service', 'certificate'])

/** The graph without services and certificates, which lie at their addresses; how many were left out. */
export function foldServices({ nodes, edges, hidden }: SurfaceGraph): { graph: SurfaceGraph; folded: number } {
  const kept = nodes.filter(({ kind }) => !folded.has(kind))
  const ids = new Set(kept.map(({ id }) => id))
  const between = edges.filter(({ from, to }) => ids.has(from) && ids.has(to))
  return { graph: { nodes: kept, edges: between, hidden }, folded: nodes.length - kept.length }
}
