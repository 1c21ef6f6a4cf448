import { counted } from '@contract/fix-words.ts'
import type { SurfaceGraph } from '@contract/surface.ts'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Decision } from '../../parts/decision.tsx'
import { StandingMark } from '../standing-mark.tsx'
import { type Cluster, clustersOf, type GraphNode, worstFirst, worstOf } from './clusters.ts'

/** Of a group so many are listed; the table lists all. */
const MOST_ROWS = 100
/** So many that an asset hangs together with are named beside it. */
const MOST_OTHERS = 3

/** The graph as text: its groups, in each what is most urgent first, each asset with what it hangs together with. */
export function Outline({ graph }: { graph: SurfaceGraph }) {
  const clusters = useMemo(() => clustersOf(graph.nodes).sort(byUrgency), [graph])
  const others = useMemo(() => othersOf(graph), [graph])
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto border-t border-line pb-4" aria-label="Groups">
      {clusters.map((cluster) => (
        <li key={`${cluster.side} ${cluster.name}`} className="border-b border-line">
          <Group cluster={cluster} others={others} open={clusters.length === 1} />
        </li>
      ))}
    </ul>
  )
}

function byUrgency(a: Cluster, b: Cluster): number {
  const [first, second] = [a, b].map(({ nodes }) => nodes.toSorted(worstFirst)[0]!) as [GraphNode, GraphNode]
  return first.decision === second.decision ? b.nodes.length - a.nodes.length : worstFirst(first, second)
}

/** What each asset hangs together with, most urgent first. */
function othersOf({ nodes, edges }: SurfaceGraph): ReadonlyMap<string, GraphNode[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const others = new Map<string, GraphNode[]>()
  const join = (id: string, other: string) => {
    const node = byId.get(other)
    if (node) others.set(id, [...(others.get(id) ?? []), node])
  }
  // A name in its domain lies in its group already.
  for (const { from, to, kind } of edges)
    if (kind !== 'node' && from !== to) {
      join(from, to)
      join(to, from)
    }
  return others
}

interface GroupProps {
  cluster: Cluster
  others: ReadonlyMap<string, GraphNode[]>
  open: boolean
}

function Group({ cluster: { name, nodes }, others, open }: GroupProps) {
  const worst = worstOf({ nodes })
  const rows = nodes.toSorted(worstFirst).slice(0, MOST_ROWS)
  const domain = nodes.find((node) => node.kind === 'domain' && node.name === name)
  return (
    <details open={open}>
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-4 py-1 hover:bg-raised">
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        {domain && domain.standing !== 'owned' && <StandingMark standing={domain.standing} />}
        {worst && <Decision urgency={worst} />}
        <span className="text-sm text-muted tabular-nums">
          {worst && `${nodes.filter(({ decision }) => decision === worst).length.toLocaleString()} of `}
          {counted(nodes.length, 'asset')}
        </span>
      </summary>
      <ul className="divide-y divide-line border-t border-line">
        {rows.map((node) => (
          <li key={node.id}>
            <Row node={node} others={others.get(node.id) ?? []} />
          </li>
        ))}
      </ul>
      {nodes.length > rows.length && (
        <p className="px-4 py-2 text-sm text-muted">
          and {(nodes.length - rows.length).toLocaleString()} more: the table lists all
        </p>
      )}
    </details>
  )
}

function Row({
  node: { id, label, standing, proof, decision },
  others,
}: {
  node: GraphNode
  others: readonly GraphNode[]
}) {
  const named = [...new Map(others.map((other) => [other.id, other])).values()].sort(worstFirst)
  return (
    <Link
      to="/surface/assets/$id"
      params={{ id }}
      preload={false}
      className="block px-4 py-1.5 pl-8 hover:bg-raised focus-visible:-outline-offset-2"
    >
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {decision && <Decision urgency={decision} />}
        {standing !== 'owned' && <StandingMark standing={standing} />}
        {proof === 'stated' && <span className="text-sm text-muted">not proven</span>}
      </span>
      {named.length > 0 && (
        <span className="block truncate text-sm text-muted">
          with{' '}
          {named
            .slice(0, MOST_OTHERS)
            .map((other) => other.label)
            .join(', ')}
          {named.length > MOST_OTHERS && ` and ${named.length - MOST_OTHERS} more`}
        </span>
      )}
    </Link>
  )
}
