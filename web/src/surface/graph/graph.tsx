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
import { useWide } from '../../parts/use-wide.ts'
import { kindWord } from '../kind-words.ts'
import { surfaceGraphQuery } from '../queries.ts'
import { SurfaceNav } from '../surface-nav.tsx'
import { clustersOf, foldServices } from './clusters.ts'
import { type Drawn, draw } from './draw.ts'
import { FindNode } from './find-node.tsx'
import { layOut } from './layout.ts'
import { Outline } from './outline.tsx'

const route = getRouteApi('/surface/graph')

/** How what is exposed hangs together, by brand and by network, as a picture or as text. The table shows the same selection. */
export function SurfaceGraphPage() {
  const search = route.useSearch()
  const { filter = '', peek } = search
  const navigate = route.useNavigate()
  const wide = useWide()
  const [shape, setShape] = useState<'picture' | 'outline'>()
  const [isFolded, setFolded] = useState(true)
  const wrong = filterProblem(filter, surfaceFilterKeys)
  const found = useQuery({ ...surfaceGraphQuery(filter), enabled: wrong === undefined })
  // Whoever asks for services is shown them.
  const folds = isFolded && !/\bkind:/.test(filter)
  const { graph, folded } = useMemo(
    () => (found.data && folds ? foldServices(found.data) : { graph: found.data, folded: 0 }),
    [found.data, folds],
  )
  const shown = shape ?? (wide ? 'picture' : 'outline')
  return (
    <div className="flex h-full flex-col">
      <SurfaceNav />
      <header className="flex flex-wrap items-center gap-x-2 gap-y-2 px-4 pt-3 pb-2">
        <h1 className="mr-2 min-h-7 text-xl font-semibold tabular-nums md:min-w-52">
          {countOf(graph?.nodes.length, 'asset drawn', 'assets drawn')}
        </h1>
        <FilterField
          value={filter}
          change={(next) => void navigate({ search: listSearch({ ...search, filter: next }), replace: true })}
          placeholder="decision:now technology:nginx network:192.0.2.0/24 vpn"
          label="Filter the graph"
        />
        <button
          type="button"
          className="chip"
          aria-pressed={!folds}
          onClick={() => setFolded(!isFolded)}
          title="They lie at their addresses"
        >
          Services and certificates{folded > 0 && ` (${folded.toLocaleString()})`}
        </button>
        <button type="button" className="chip" onClick={() => setShape(shown === 'picture' ? 'outline' : 'picture')}>
          {shown === 'picture' ? 'As text' : 'As a picture'}
        </button>
        <Link to="/surface" search={listSearch({ filter })} className="chip">
          As a table
        </Link>
      </header>
      {wrong !== undefined && (
        <p role="alert" className="px-4 py-3">
          {wrong}
        </p>
      )}
      {found.error && <ProblemBox error={found.error} retry={() => found.refetch()} />}
      {found.isLoading && <div role="status" aria-label="Loading" className="skeleton m-4 flex-1 rounded bg-line" />}
      {graph && graph.nodes.length === 0 && (
        <p className="px-4 py-3 text-muted">Nothing is there to draw: discover something, or clear the filter.</p>
      )}
      {graph &&
        graph.nodes.length > 0 &&
        (shown === 'picture' ? <Picture graph={graph} peek={peek} /> : <Outline graph={graph} />)}
    </div>
  )
}

function Picture({ graph, peek }: { graph: SurfaceGraph; peek?: string | undefined }) {
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<Drawn>(undefined)
  const [cannot, setCannot] = useState(false)
  const [pointed, setPointed] = useState<string | undefined>(peek)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const navigate = useNavigate()
  const open = useEffectEvent((id: string) => void navigate({ to: '/surface/assets/$id', params: { id } }))
  const layout = useMemo(() => layOut(clustersOf(graph.nodes)), [graph])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    if (!place.current) return
    const drawn = draw(place.current, graph, layout, { open: (id) => open(id), point: setPointed })
    shown.current = drawn
    setCannot(drawn === undefined)
    if (peek !== undefined) drawn?.show(peek)
    return () => drawn?.end()
  }, [graph, layout, theme, peek])
  return (
    <figure className="relative flex min-h-80 flex-1 flex-col">
      {cannot && (
        <p role="alert" className="px-4 py-3">
          This browser draws no WebGL 2, which the picture needs. The text and the table show the same.
        </p>
      )}
      <div className="flex flex-wrap items-center gap-1.5 px-4 pb-2 print:hidden">
        <FindNode nodes={graph.nodes} show={(id) => shown.current?.show(id)} />
        <button type="button" className="button" aria-label="Zoom in" onClick={() => shown.current?.zoom(1)}>
          +
        </button>
        <button type="button" className="button" aria-label="Zoom out" onClick={() => shown.current?.zoom(-1)}>
          −
        </button>
        <button type="button" className="button" onClick={() => shown.current?.show(undefined)}>
          Show all
        </button>
        <Legend />
      </div>
      <div
        ref={place}
        role="img"
        aria-label={`${graph.nodes.length} assets with ${graph.edges.length} relations in ${layout.clusters.length} groups; the text and the table list the assets`}
        data-graph={`${graph.nodes.length} ${graph.edges.length}`}
        className="relative min-h-80 flex-1 border-y border-line bg-paper"
      />
      <figcaption className="min-h-10 px-4 py-1 text-sm text-muted">
        <Words graph={graph} pointed={pointed} />
      </figcaption>
    </figure>
  )
}

/** Shapes say whose it is, colours how urgent. */
function Legend() {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted md:ml-auto">
      <span>
        <span aria-hidden="true">●</span> owned · <span aria-hidden="true">◆</span> candidate ·{' '}
        <span aria-hidden="true">■</span> dependency · <span aria-hidden="true">▲</span> monitor-only, rejected,
        excluded
      </span>
      <span>
        colour by the most urgent finding there: <span className="font-medium text-now">now</span>,{' '}
        <span className="font-medium text-soon">soon</span>,{' '}
        <span className="font-medium text-scheduled">scheduled</span>, grey: it can wait, or none is open
      </span>
    </p>
  )
}

/** With more lines than this the first ones say enough. */
const MOST_RELATIONS = 3

function Words({ graph, pointed }: { graph: SurfaceGraph; pointed: string | undefined }) {
  const node = pointed === undefined ? undefined : graph.nodes.find(({ id }) => id === pointed)
  if (!node)
    return (
      <>
        Names on the left by registered domain, addresses on the right by network. Point at an asset to see what it
        hangs together with, click to open it; <kbd>f</kbd> finds one.
        {graph.hidden > 0 && ` ${graph.hidden.toLocaleString()} assets farther from the seeds are not drawn: filter.`}
      </>
    )
  const lines = graph.edges.filter(({ from, to }) => from === node.id || to === node.id)
  return (
    <>
      <span className="text-ink">{node.label}</span>: {kindWord(node.kind)}, {node.standing}
      {node.proof === 'stated' && ' (not proven)'}
      {node.decision && `, its most urgent finding: ${node.decision}`}
      {lines.slice(0, MOST_RELATIONS).map(({ from, to, kind, words }) => (
        <span key={`${from} ${to} ${kind}`}> · {words}</span>
      ))}
      {lines.length > MOST_RELATIONS && ` · and ${(lines.length - MOST_RELATIONS).toLocaleString()} relations more`}
    </>
  )
}
