import { filterProblem, parseFilter, surfaceFilterKeys } from '@contract/filter.ts'
import type { Facets } from '@contract/findings.ts'
import { counted } from '@contract/fix-words.ts'
import { hostsSelection } from '@contract/hosts-file.ts'
import type { SurfaceRow } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { CSSProperties, ReactNode } from 'react'
import type { MoreFile } from '../lists/export-menu.tsx'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { surfaceList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { When } from '../parts/when.tsx'
import { kindWord } from './kind-words.ts'
import { LiveStrip } from './live-run.tsx'
import { NothingLookedFor } from './nothing-looked-for.tsx'
import { OpenMarks } from './open-marks.tsx'
import { surfaceFacetsQuery, surfaceRows } from './queries.ts'
import { reasonParts } from './reason-parts.ts'
import { RunNow } from './run-now.tsx'
import { Expiry } from './seen.tsx'
import { StandingMark } from './standing-mark.tsx'
import { StoppedNote } from './stopped-note.tsx'
import { SurfaceNav } from './surface-nav.tsx'

const route = getRouteApi('/surface')
const rowHeight = { wide: 54, narrow: 96 }

/** What the organisation exposes: whose each asset is, and why. */
export function Surface() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in surfaceList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const [display, changeDisplay] = useDisplay(surfaceList)
  const wrong = filterProblem(filter, surfaceFilterKeys)
  const rows = useRows(surfaceRows(filter, sort), wrong === undefined)
  const facets = useQuery({ ...surfaceFacetsQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <SurfaceNav />
      <Toolbar
        shape={surfaceList}
        title={countOf(rows.total, 'asset seen', 'assets seen')}
        placeholder="decision:now technology:nginx network:192.0.2.0/24 vpn"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
        more={monitoredHosts(filter, facets.data)}
      >
        <RunNow />
      </Toolbar>
      <StoppedNote className="border-b border-line px-4 pb-2" />
      <LiveStrip />
      <section
        aria-label="Facets"
        className="flex min-h-9 flex-wrap items-center gap-1.5 border-b border-line px-4 pb-2 print:hidden"
      >
        <FacetMenus
          filter={filter}
          change={(next) => change({ ...search, filter: next })}
          facets={facets.data?.facets ?? []}
        />
      </section>
      <ListBody
        rows={rows}
        wrong={wrong}
        filter={filter}
        empty={<NothingLookedFor />}
        clear={() => change({ ...search, filter: '' })}
        label={`Surface, ${(surfaceList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
        name={`surface ${filter} ${sort}`}
        height={rowHeight}
        dense={display.dense}
        render={(asset, place) => <SurfaceItem asset={asset} columns={display.columns} place={place} />}
      />
    </div>
  )
}

/** A list of hosts is for other tools, and what is only watched is not for them to touch: to take it in is another file. */
function monitoredHosts(filter: string, facets: Facets | undefined): MoreFile | undefined {
  const values = facets?.facets.find(({ key }) => key === 'standing')?.values ?? []
  const count = values.find(({ value }) => value === 'monitor-only')?.count ?? 0
  const { leftOut } = hostsSelection(filter, false)
  if (count === 0 || leftOut === undefined || parseFilter(filter).terms.some(({ key }) => key === 'standing')) return
  return {
    note: `The list of hosts leaves out what is only monitored, ${count.toLocaleString()} ${count === 1 ? 'asset' : 'assets'}`,
    ...{ label: 'List of hosts, with those', format: 'hosts', also: { monitored: 'true' } },
  }
}

const widths: Readonly<Record<string, string>> = {
  findings: '13rem',
  technologies: 'minmax(0,0.8fr)',
  standing: '9rem',
  why: 'minmax(0,1fr)',
  seen: '6rem',
}

function SurfaceItem({ asset, columns, place }: { asset: SurfaceRow; columns: readonly string[]; place: number }) {
  const grid = ['minmax(0,1.2fr)', ...columns.map((column) => widths[column])].join(' ')
  const cells: Readonly<Record<string, ReactNode>> = {
    findings: <OpenMarks open={asset.open} />,
    technologies: <Quiet text={asset.technologies.join(', ')} />,
    standing: <StandingMark standing={asset.standing} confidence={asset.confidence} />,
    why: <Why asset={asset} />,
    seen: (
      <span className="text-sm text-muted">
        <When at={asset.lastSeen} short />
      </span>
    ),
  }
  return (
    <Link
      to="/surface/assets/$id"
      params={{ id: asset.id }}
      preload={false}
      data-row={place}
      style={{ '--columns': grid } as CSSProperties}
      className="flex h-full flex-wrap content-center items-center gap-x-3 gap-y-1 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid md:grid-cols-(--columns) md:gap-x-4"
    >
      <span className="w-full min-w-0 dense:flex dense:items-baseline dense:gap-3">
        <span className="block truncate font-medium" title={asset.name}>
          {asset.label}
        </span>
        <span className="block truncate text-sm text-muted">
          <Facts asset={asset} />
        </span>
      </span>
      {columns.map((column) => (
        <span key={column} className={`min-w-0 ${phone.has(column) ? '' : 'hidden md:block'}`}>
          {cells[column]}
        </span>
      ))}
    </Link>
  )
}

/** What a phone has room for. */
const phone = new Set(['findings', 'standing'])

/** The strongest sign; all of it on hover. */
function Why({ asset: { reason, via } }: { asset: SurfaceRow }) {
  const { first, seen } = reasonParts(reason)
  const where = seen || via
  return (
    <Quiet
      text={where === '' ? first : `${first} · ${where}`}
      whole={via === '' || reason.includes(via) ? reason : `${reason} · ${via}`}
    />
  )
}

function Quiet({ text, whole = text }: { text: string; whole?: string }) {
  return (
    <span className="block truncate text-sm text-muted" title={whole}>
      {text}
    </span>
  )
}

function Facts({ asset: { kind, services, weaknesses, goneAt, resolvesTo, expires } }: { asset: SurfaceRow }) {
  const isService = kind === 'service'
  const parts = [
    kindWord(kind),
    ...(resolvesTo.length > 0 ? [`→ ${resolvesTo.join(', ')}`] : []),
    ...(services > 0 && !isService ? [counted(services, 'service')] : []),
    ...(weaknesses > 0 ? [weaknesses === 1 ? '1 weakness' : `${weaknesses.toLocaleString()} weaknesses`] : []),
    ...(goneAt ? ['gone'] : []),
  ]
  return (
    <>
      {parts.join(' · ')}
      {expires && (
        <>
          {' '}
          · <Expiry at={expires} />
        </>
      )}
    </>
  )
}
