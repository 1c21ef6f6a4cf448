import type { SupplierVexRow, TakenSupplierVex } from '@contract/vex.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Confirm } from '../parts/confirm.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { supplierVexQuery, useRemoveSupplierVex, useTakeSupplierVex } from './use-supplier-vex.ts'

/** What suppliers say: knowledge that acts in matching, brought in and taken back. */
export function SupplierVex() {
  const may = useMay('analyst')
  return (
    <>
      {may && <Take />}
      <Documents mayRemove={may} />
    </>
  )
}

function Take() {
  const take = useTakeSupplierVex()
  return (
    <div className="max-w-3xl pb-3">
      <label className="grid gap-1">
        <span className="font-medium">A supplier’s OpenVEX, CycloneDX VEX or CSAF VEX</span>
        <input
          className="field"
          type="file"
          accept=".json,application/json"
          disabled={take.isPending}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) take.mutate(file)
          }}
        />
      </label>
      <div role="status" className="pt-2">
        {take.data && <Told told={take.data} />}
      </div>
      <Refusal error={take.error} />
    </div>
  )
}

function Told({ told: { statements, author, dropped, unchanged } }: { told: TakenSupplierVex }) {
  const [first] = dropped
  return (
    <>
      <p className="font-medium">
        {statements.toLocaleString()} {statements === 1 ? 'statement' : 'statements'}
        {author && ` of ${author}`}{' '}
        {unchanged ? 'are in force already.' : 'are in force; what they are about is assessed.'}
      </p>
      {first && (
        <p className="text-soon">
          Some were left out, e.g. {first.example} ({first.code}).
        </p>
      )}
    </>
  )
}

function Documents({ mayRemove }: { mayRemove: boolean }) {
  const documents = useInfiniteQuery(supplierVexQuery)
  const remove = useRemoveSupplierVex()
  if (documents.error) return <ProblemBox error={documents.error} retry={() => documents.refetch()} />
  if (!documents.data) return <Skeleton rows={2} height={44} />
  const rows = documents.data.pages.flatMap((page) => page.rows)
  if (rows.length === 0) return <p className="text-muted">None yet.</p>
  return (
    <>
      <ul className="max-w-4xl divide-y divide-line rounded-md border border-line" aria-label="Suppliers’ documents">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-3 px-3 py-2">
            <Document row={row} />
            {mayRemove && (
              <Confirm
                label="Take back"
                question={`Judge without ${row.fileName}?`}
                disabled={remove.isPending}
                confirm={() => remove.mutate(row.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <Refusal error={remove.error} />
      {documents.hasNextPage && (
        <button type="button" className="button mt-3" onClick={() => void documents.fetchNextPage()}>
          Show older
        </button>
      )}
    </>
  )
}

function Document({ row }: { row: SupplierVexRow }) {
  const leftOut = row.dropped.reduce((total, { count }) => total + count, 0)
  return (
    <div className="min-w-0 grow">
      <p className="wrap-anywhere">
        {row.author ?? 'No author named'}
        {row.statedAt && (
          <span className="text-muted">
            {' '}
            · as of <When at={row.statedAt} />
          </span>
        )}
      </p>
      <p className="text-sm wrap-anywhere text-muted">
        {row.fileName} · {row.statements.toLocaleString()} statements ({row.format})
        {leftOut > 0 && ` · ${leftOut.toLocaleString()} left out`} · imported <When at={row.importedAt} /> by{' '}
        {row.importedBy}
      </p>
    </div>
  )
}
