import type { ImportRow } from '@contract/assets.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { importRows } from '../api/queries.ts'
import { ListBody } from '../lists/list-body.tsx'
import { countOf } from '../lists/toolbar.tsx'
import { useRows } from '../lists/use-rows.ts'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { ImportPanel } from './import-panel.tsx'
import { previewsQuery } from './use-previews.ts'

const rowHeight = { wide: 54, narrow: 96 }

/** What came in, newest first, and the way in for more. */
export function Imports() {
  const may = useMay('analyst')
  const rows = useRows(importRows(''))
  const { total } = rows
  const { data: waiting = [] } = useQuery({ ...previewsQuery, enabled: may })
  return (
    <div className="flex h-full flex-col">
      <header className="px-4 pt-3 pb-2">
        <h1 className="text-xl font-semibold">{countOf(total, 'import', 'imports')}</h1>
      </header>
      {may ? (
        <details className="shrink-0 border-y border-line bg-raised" open={total === 0 || waiting.length > 0}>
          <summary className="px-4 py-2 font-medium">
            Import files{waiting.length > 0 && ` (${waiting.length.toLocaleString()} waiting)`}
          </summary>
          <div className="max-h-[65dvh] overflow-y-auto bg-paper p-4">
            <ImportPanel />
          </div>
        </details>
      ) : (
        <p className="border-y border-line bg-raised px-4 py-2 text-sm text-muted">
          Importing needs the role "analyst": ask an administrator.
        </p>
      )}
      <ListBody
        rows={rows}
        wrong={undefined}
        filter=""
        empty="Nothing was imported yet: send an SBOM or a lockfile."
        clear={() => {}}
        label="Imports, newest first"
        name="imports"
        height={rowHeight}
        render={(row, place) => <ImportItem row={row} place={place} />}
      />
    </div>
  )
}

/** One file of one asset; opens the asset it belongs to. */
function ImportItem({ row, place }: { row: ImportRow; place: number }) {
  const dropped = row.dropped.reduce((sum, reason) => sum + reason.count, 0)
  return (
    <Link
      to="/assets/$id"
      params={{ id: row.assetId }}
      preload={false}
      data-row={place}
      className="grid h-full content-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,4fr)_minmax(0,3fr)_minmax(0,3fr)_9rem] md:items-center"
    >
      <span className="min-w-0">
        <span className="block truncate font-mono text-sm" title={row.fileName}>
          {row.fileName}
        </span>
        <span className="block truncate text-sm text-muted">
          {row.format}
          {row.tool && ` by ${row.tool}`}
        </span>
      </span>
      <span className="truncate" title={row.assetName}>
        {row.assetName}
      </span>
      <span className="text-sm">
        {row.components.toLocaleString()} components
        {dropped > 0 && <span className="text-soon"> · {dropped.toLocaleString()} left out</span>}
      </span>
      <span className="hidden text-right text-sm text-muted md:block">
        <When at={row.importedAt} />
        {row.importedBy && <span className="block truncate">{row.importedBy}</span>}
      </span>
    </Link>
  )
}
