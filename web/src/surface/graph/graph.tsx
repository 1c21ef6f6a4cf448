import { filterProblem, surfaceFilterKeys } from '@contract/filter.ts'
import type { SurfaceGraph } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { onTheme, shownTheme } from '../../frame/theme.ts'
import { listSearch } from '../../lists/list-search.ts'
import { countOf } from '../../lists/toolbar.tsx'
import { FilterField } from '../../parts/filter-field.tsx'
import { ProblemBox } from '../../parts/problem-box.tsx'
import { surfaceGraphQuery } from '../queries.ts'
import { SurfaceNav } from '../surface-nav.tsx'
import { clustersOf } from './clusters.ts'
import { type Drawn, draw } from './draw.ts'
import { FindNode } from './find-node.tsx'
import { layOut } from './layout.ts'

const route = getRouteApi('/surface/graph')

/** How what is exposed hangs together, by brand and by network. The table shows the same selection. */
export function SurfaceGraphPage() {
  const search = route.useSearch()
  const { filter = '' } = search
  const navigate = route.useNavigate()
  const wrong = filterProblem(filter, surfaceFilterKeys)
  const graph = useQuery({ ...surfaceGraphQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <SurfaceNav />
      <header className="flex flex-wrap items-center gap-x-2 gap-y-2 px-4 pt-3 pb-2">
        <h1 className="mr-2 min-h-7 text-xl font-semibold tabular-nums md:min-w-52">
          {countOf(graph.data?.nodes.length, 'asset drawn', 'assets drawn')}
        </h1>
        <FilterField
          value={filter}
          change={(next) => void navigate({ search: listSearch({ ...search, filter: next }), replace: true })}
          placeholder="decision:now technology:nginx network:192.0.2.0/24 vpn"
          label="Filter the graph"
        />
        <Link to="/surface" search={listSearch({ filter })} className="chip">
          As a table
        </Link>
      </header>
      {wrong !== undefined && (
        <p role="alert" className="px-4 py-3">
          {wrong}
        </p>
      )}
      {graph.error && <ProblemBox error={graph.error} retry={() => graph.refetch()} />}
      {graph.isLoading && <div role="status" aria-label="Loading" className="skeleton m-4 flex-1 rounded bg-line" />}
      {graph.data && <Picture graph={graph.data} />}
    </div>
  )
}

function Picture({ graph }: { graph: SurfaceGraph }) {
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<Drawn>(undefined)
  const [cannot, setCannot] = useState(false)
  const [pointed, setPointed] = useState<string>()
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const navigate = useNavigate()
  const open = useEffectEvent((id: string) => void navigate({ to: '/surface/assets/$id', params: { id } }))
  const layout = useMemo(() => layOut(clustersOf(graph.nodes)), [graph])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    if (!place.current || graph.nodes.length === 0) return
    const drawn = draw(place.current, graph, layout, { open: (id) => open(id), point: setPointed })
    shown.current = drawn
    setCannot(drawn === undefined)
    return () => drawn?.end()
  }, [graph, layout, theme])
  if (graph.nodes.length === 0)
    return <p className="px-4 py-3 text-muted">Nothing is there to draw: discover something, or clear the filter.</p>
  return (
    <figure className="relative flex min-h-80 flex-1 flex-col">
      {cannot && (
        <p role="alert" className="px-4 py-3">
          This browser draws no WebGL 2, which the graph needs. The table shows the same.
        </p>
      )}
      <div className="flex flex-wrap items-center gap-1.5 px-4 pb-2 print:hidden">
        <FindNode nodes={graph.nodes} show={(id) => shown.current?.show(id)} />
        <button type="button" className="button" aria-label="Nearer" onClick={() => shown.current?.zoom(1)}>
          +
        </button>
        <button type="button" className="button" aria-label="Farther" onClick={() => shown.current?.zoom(-1)}>
          −
        </button>
        <button type="button" className="button" onClick={() => shown.current?.show(undefined)}>
          The whole
        </button>
      </div>
      <div
        ref={place}
        role="img"
        aria-label={`${graph.nodes.length} assets with ${graph.edges.length} relations in ${layout.clusters.length} groups; the table lists the assets`}
        data-graph={`${graph.nodes.length} ${graph.edges.length}`}
        className="relative min-h-80 flex-1 border-y border-line bg-paper"
      />
      <figcaption className="min-h-10 px-4 py-1 text-sm text-muted">
        <Words graph={graph} pointed={pointed} />
      </figcaption>
    </figure>
  )
}

/** With more lines than this the first ones say enough. */
const MOST_RELATIONS = 3

function Words({ graph, pointed }: { graph: SurfaceGraph; pointed: string | undefined }) {
  const node = pointed === undefined ? undefined : graph.nodes.find(({ id }) => id === pointed)
  if (!node)
    return (
      <>
        ● ours · ◆ candidate · ■ a third party · ▲ only watched or not ours. Names on the left by what was registered,
        addresses on the right by network; click an asset to open it, <kbd>f</kbd> finds one.
        {graph.hidden > 0 && ` ${graph.hidden.toLocaleString()} assets farther from the seeds are not drawn: filter.`}
      </>
    )
  const lines = graph.edges.filter(({ from, to }) => from === node.id || to === node.id)
  return (
    <>
      <span className="text-ink">{node.name}</span>: {node.kind}, {node.standing}
      {lines.slice(0, MOST_RELATIONS).map(({ from, to, kind, words }) => (
        <span key={`${from} ${to} ${kind}`}> · {words}</span>
      ))}
      {lines.length > MOST_RELATIONS && ` · and ${(lines.length - MOST_RELATIONS).toLocaleString()} relations more`}
    </>
  )
}
