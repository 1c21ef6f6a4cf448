import type { ImportRow } from '@contract/assets.ts'
import { filterProblem, importFilterKeys } from '@contract/filter.ts'
import { counted } from '@contract/fix-words.ts'
import { changesNothing } from '@contract/preview-notes.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type CSSProperties, useState } from 'react'
import { importFacetsQuery, importRows, jobsQuery } from '../api/queries.ts'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { importList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { ImportPanel } from './import-panel.tsx'
import { previewsQuery } from './use-previews.ts'

const route = getRouteApi('/imports')
const rowHeight = { wide: 54, narrow: 118 }

/** What came in, newest first, and the way in for more. */
export function Imports() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in importList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const [display, changeDisplay] = useDisplay(importList)
  const wrong = filterProblem(filter, importFilterKeys)
  const rows = useRows(importRows(filter, sort), wrong === undefined)
  const facets = useQuery({ ...importFacetsQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={importList}
        title={countOf(rows.total, 'import', 'imports')}
        placeholder="format:&quot;CycloneDX 1.6 JSON&quot; by:mara shop"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      />
      <section aria-label="Facets" className="flex min-h-9 flex-wrap items-center gap-1.5 px-4 pb-2 print:hidden">
        <FacetMenus
          filter={filter}
          change={(next) => change({ ...search, filter: next })}
          facets={facets.data?.facets ?? []}
        />
      </section>
      <WayIn empty={rows.total === 0 && filter === ''} />
      <ListBody
        rows={rows}
        wrong={wrong}
        filter={filter}
        empty="Nothing was imported yet: send an SBOM, a lockfile or another tool's report."
        clear={() => change({ ...search, filter: '' })}
        label={`Imports, ${(importList.sorts[sort ?? 'newest'] ?? '').toLowerCase()}`}
        name={`imports ${filter} ${sort}`}
        height={rowHeight}
        dense={display.dense}
        render={(row, place) => <ImportItem row={row} columns={display.columns} place={place} />}
      />
    </div>
  )
}

/** Where files are dropped; open where there is nothing else to do, or something waits. */
function WayIn({ empty }: { empty: boolean }) {
  const may = useMay('analyst')
  const { data: previews = [] } = useQuery({ ...previewsQuery, enabled: may })
  const waiting = previews.filter((preview) => !changesNothing(preview))
  const { data: jobs = [] } = useQuery(jobsQuery)
  const isRunning = jobs.some(({ kind, state }) => kind === 'import' && state === 'running')
  const [open, setOpen] = useOpened(empty || previews.length > 0 || isRunning)
  if (!may)
    return (
      <p className="border-y border-line bg-raised px-4 py-2 text-sm text-muted">
        Importing needs the role "analyst": ask an administrator.
      </p>
    )
  return (
    <details
      // In a low window it gives way itself: what does not fit is reached by scrolling in it.
      className="max-h-[65dvh] min-h-10 overflow-y-auto border-y border-line bg-raised"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="sticky top-0 z-10 bg-raised px-4 py-2 font-medium">
        Import files{waiting.length > 0 && ` (${waiting.length.toLocaleString()} waiting)`}
      </summary>
      <div className="bg-paper p-4">
        <ImportPanel />
      </div>
    </details>
  )
}

/** Opens when there is something to see, and is closed by people alone: what they watch does not go away at its end. */
function useOpened(wanted: boolean) {
  const [open, setOpen] = useState(wanted)
  const [before, setBefore] = useState(wanted)
  if (before !== wanted) {
    setBefore(wanted)
    if (wanted) setOpen(true)
  }
  return [open, setOpen] as const
}

const widths: Readonly<Record<string, string>> = {
  asset: 'minmax(0,3fr)',
  contents: 'minmax(0,2fr)',
  effects: 'minmax(0,3fr)',
  stated: '7rem',
  imported: '9rem',
}

/** One file of one asset; opens the asset it belongs to. */
function ImportItem({ row, columns, place }: { row: ImportRow; columns: readonly string[]; place: number }) {
  const grid = ['minmax(0,4fr)', ...columns.map((column) => widths[column])].join(' ')
  const shows = (column: string) => (columns.includes(column) ? '' : 'md:hidden')
  const dropped = row.dropped.reduce((sum, reason) => sum + reason.count, 0)
  return (
    <Link
      to="/assets/$id"
      params={{ id: row.assetId }}
      preload={false}
      data-row={place}
      style={{ '--columns': grid } as CSSProperties}
      className="grid h-full content-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-(--columns) md:items-center"
    >
      <span className="min-w-0 dense:flex dense:items-baseline dense:gap-3">
        <span className="block truncate font-mono text-sm" title={row.fileName}>
          {row.fileName}
        </span>
        <span className="block truncate text-sm text-muted">
          {row.format}
          {row.tool && ` by ${row.tool}`}
          <span className="md:hidden">
            {' '}
            · <When at={row.importedAt} />
          </span>
        </span>
      </span>
      <span className={`truncate ${shows('asset')}`} title={row.assetName}>
        {row.assetName}
      </span>
      <span className={`text-sm ${shows('contents')}`}>
        {counted(row.components, 'component')}
        {dropped > 0 && <span className="text-soon"> · {dropped.toLocaleString()} left out</span>}
      </span>
      <span className={`text-sm ${shows('effects')}`}>
        <Effects of={row.effects} />
      </span>
      {columns.includes('stated') && (
        <span className="hidden text-sm text-muted md:block">
          <When at={row.statedAt} short />
        </span>
      )}
      {columns.includes('imported') && (
        <span className="hidden text-right text-sm text-muted md:block dense:flex dense:justify-end dense:gap-2">
          <When at={row.importedAt} />
          {row.importedBy && <span className="block truncate">{row.importedBy}</span>}
        </span>
      )}
    </Link>
  )
}

/** What came of an import: findings first, they are what it was brought in for. */
function Effects({ of }: { of: ImportRow['effects'] }) {
  if (of === null) return <span className="text-muted">not counted</span>
  const said = findingWords(of)
  const { came = 0, went = 0 } = of
  const parts = [came > 0 && `${came.toLocaleString()} came`, went > 0 && `${went.toLocaleString()} went`].filter(
    Boolean,
  )
  if (said.length === 0 && parts.length === 0) return <span className="text-muted">nothing changed</span>
  return (
    <>
      {said.length > 0 && <span className="block truncate">{said.join(', ')}</span>}
      {parts.length > 0 && <span className="hidden truncate text-muted md:block">components: {parts.join(', ')}</span>}
    </>
  )
}

function findingWords({ opened, reopened, resolved }: NonNullable<ImportRow['effects']>): string[] {
  const said = [
    [opened, 'opened'],
    [reopened, 'reopened'],
    [resolved, 'resolved'],
  ] as const
  const counts = said.filter(([count]) => count > 0)
  return counts.map(([count, what], at) => `${at === 0 ? counted(count, 'finding') : count.toLocaleString()} ${what}`)
}
