import type { Neighbourhood, RelationSource } from '@contract/relations.ts'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { onTheme, shownTheme } from '../../frame/theme.ts'
import { drawGraph, type Pointed } from './draw-graph.ts'
import { worstOf } from './worst.ts'

/** The picture of a neighbourhood. Everything it says stands in the table as well, for whoever cannot see or point. */
export function RelationGraph({ around }: { around: Neighbourhood }) {
  const place = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<Pointed>()
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const width = useWidth(place)
  const navigate = useNavigate()
  const open = useEffectEvent((id: string) => void navigate({ to: '/assets/$id', params: { id } }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours, another width other places.
  useEffect(() => {
    if (!place.current) return
    const drawn = drawGraph(place.current, around, { open: (id) => open(id), point: setPointed })
    return () => drawn.dispose()
  }, [around, theme, width])
  return (
    <figure>
      <div
        ref={place}
        role="img"
        aria-label={`${around.nodes.length} assets with ${around.edges.length} relations; the table lists them`}
        data-graph={`${around.nodes.length} ${around.edges.length}`}
        className="h-112 w-full rounded-md border border-line bg-paper"
      />
      <figcaption className="mt-1 min-h-10 text-sm text-muted">
        <Words around={around} pointed={pointed} />
      </figcaption>
    </figure>
  )
}

/** Width of an element, in steps: not every pixel is worth a new picture. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width / STEP) * STEP))
    if (element.current) watch.observe(element.current)
    return () => watch.disconnect()
  }, [element])
  return width
}

const STEP = 20

function Words({ around, pointed }: { around: Neighbourhood; pointed: Pointed }) {
  const nameOf = (id: string) => around.nodes.find((node) => node.id === id)?.name ?? id
  if (pointed && 'edge' in pointed) {
    const edge = around.edges.find(({ id }) => id === pointed.edge)
    if (!edge) return null
    return (
      <>
        <span className="text-ink">
          {nameOf(edge.from)} {edge.words} {nameOf(edge.to)}
        </span>
        : {edge.sources.map(sourceWords).join('; ')} · since {edge.firstSeen.slice(0, 10)} · {edge.kind} (
        {edge.standard})
      </>
    )
  }
  const node = pointed && around.nodes.find(({ id }) => id === pointed.node)
  if (!node)
    return 'Point at a line for who says so, click an asset to open it. The worst open decision: ▲ now, ◆ soon, ● scheduled, ○ defer; a small dot has none.'
  const worst = worstOf(node.open)
  return (
    <>
      <span className="text-ink">{node.name}</span>: {node.kind}, exposure {node.exposure},{' '}
      {node.onlyNamed
        ? 'only named by others, nothing was looked at'
        : worst
          ? `${node.open[worst].toLocaleString()} to do ${worst}`
          : 'no open finding'}
      {node.hidden > 0 && `; ${node.hidden.toLocaleString()} more relations are not drawn`}
    </>
  )
}

/** Who says so, how it is known, how surely and when. */
export function sourceWords({ by, basis, at, confidence }: RelationSource): string {
  return `${basis} by ${by}${confidence < 100 ? ` (confidence ${confidence} of 100)` : ''}, ${at.slice(0, 10)}`
}
