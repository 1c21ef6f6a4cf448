import { filterProblem, foldsPlaces, parseFilter, surfaceFilterKeys } from '@contract/filter.ts'
import type { Facets } from '@contract/findings.ts'
import { counted } from '@contract/fix-words.ts'
import { hostsSelection } from '@contract/hosts-file.ts'
import { findingsBeside } from '@contract/look-words.ts'
import { proofWords } from '@contract/proof-words.ts'
import type { SurfaceRow } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type CSSProperties, type ReactNode, useState } from 'react'
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
import { OpenMarks, openTotal } from './open-marks.tsx'
import { surfaceFacetsQuery, surfaceRows } from './queries.ts'
import { reasonParts } from './reason-parts.ts'
import { RunNow } from './run-now.tsx'
import { Expiry } from './seen.tsx'
import { KeptOutMark, StandingMark } from './standing-mark.tsx'
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
  const [wantsFolded, fold] = useFolded()
  const isFolded = wantsFolded && foldsPlaces(filter)
  const wrong = filterProblem(filter, surfaceFilterKeys)
  const rows = useRows(surfaceRows(filter, sort, isFolded), wrong === undefined)
  const facets = useQuery({ ...surfaceFacetsQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <SurfaceNav />
      <Toolbar
        shape={surfaceList}
        title={
          isFolded ? countOf(rows.total, 'place seen', 'places seen') : countOf(rows.total, 'asset seen', 'assets seen')
        }
        placeholder="decision:now technology:nginx network:192.0.2.0/24 vpn"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
        {...(isFolded && { file: { path: '/surface', also: { fold: 'true' } } })}
        more={monitoredHosts(filter, facets.data)}
      >
        <RunNow />
      </Toolbar>
      <StoppedNote className="mb-2 border-b border-line px-4 pb-2" />
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
        <button
          type="button"
          className="chip ml-auto"
          aria-pressed={isFolded}
          disabled={!foldsPlaces(filter)}
          title={
            foldsPlaces(filter)
              ? 'An address stands with its names, services and certificates in one row'
              : 'This filter asks for assets by themselves: each has its own row'
          }
          onClick={() => fold(!isFolded)}
        >
          One row a place
        </button>
      </section>
      <ListBody
        rows={rows}
        wrong={wrong}
        filter={filter}
        empty={<NothingLookedFor />}
        clear={() => change({ ...search, filter: '' })}
        label={`Surface, ${(surfaceList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
        name={`surface ${filter} ${sort} ${isFolded}`}
        height={rowHeight}
        dense={display.dense}
        render={(asset, place) => <SurfaceItem asset={asset} columns={display.columns} place={place} />}
      />
    </div>
  )
}

const FOLDED = 'lunette-surface-folded'

/** Whether places stand in one row each, as this browser remembers it. */
function useFolded(): [boolean, (folded: boolean) => void] {
  const [isFolded, setFolded] = useState(() => localStorage.getItem(FOLDED) !== 'no')
  const fold = (folded: boolean) => {
    localStorage.setItem(FOLDED, folded ? 'yes' : 'no')
    setFolded(folded)
  }
  return [isFolded, fold]
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
  technologies: 'minmax(0,0.7fr)',
  standing: '8.5rem',
  why: 'minmax(0,1fr)',
  seen: '6rem',
}

function SurfaceItem({ asset, columns, place }: { asset: SurfaceRow; columns: readonly string[]; place: number }) {
  const grid = ['minmax(0,1.2fr)', ...columns.map((column) => widths[column])].join(' ')
  const cells: Readonly<Record<string, ReactNode>> = {
    findings: <OpenFindings asset={asset} />,
    technologies: <Quiet text={asset.technologies.join(', ')} />,
    standing: (
      <>
        <StandingMark standing={asset.standing} confidence={asset.confidence} proof={asset.proof} />{' '}
        <KeptOutMark reason={asset.reason} />
        {asset.proof === 'stated' && (
          <span className="ml-1.5 text-sm text-muted md:ml-0 md:block" title={proofWords(asset)}>
            not proven
          </span>
        )}
      </>
    ),
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
        <span className="block truncate font-medium" title={[asset.name, ...asset.names].join(' ')}>
          {asset.label}
          <Names asset={asset} />
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

/** The most urgent ones, and of how many they are the most urgent. */
function OpenFindings({ asset }: { asset: SurfaceRow }) {
  const { open } = asset
  const beside = findingsBeside(asset)
  const total = openTotal(open)
  return (
    <>
      <OpenMarks open={open} />
      {total > 0 && (
        <span className="block truncate text-sm text-muted tabular-nums max-md:hidden dense:hidden">
          {`of ${counted(total, 'open finding')}`}
          {beside && `, ${beside}`}
        </span>
      )}
    </>
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
    <span className="two-lines text-muted" title={whole}>
      {text}
    </span>
  )
}

/** By which names it is known: `www.example.com and 3 more names` */
function Names({ asset: { names, named } }: { asset: SurfaceRow }) {
  const [first] = names
  if (first === undefined) return null
  const more = named > 1 ? ` and ${counted(named - 1, 'more name')}` : ''
  return <span className="pl-2 font-normal">{`${first}${more}`}</span>
}

function Facts({ asset }: { asset: SurfaceRow }) {
  const { kind, services, weaknesses, goneAt, resolvesTo, expires } = asset
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
