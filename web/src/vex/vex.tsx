import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { isAtLeast } from '../people/role-words.ts'
import { SettingsNav } from '../settings/settings-nav.tsx'
import { ExportVex } from './export-vex.tsx'
import { ImportVex } from './import-vex.tsx'
import { SupplierVex } from './supplier-vex.tsx'
import { vexDocumentsQuery } from './use-vex.ts'

/** Rulings as VEX documents, and such documents as rulings. */
export function Vex() {
  const { data: session } = useQuery(sessionQuery)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">VEX</h1>
        <p className="prose-width text-muted">
          What your team ruled, for others to read, and what was written elsewhere, as rulings here. A supplier’s VEX is
          knowledge: it decides what matches, and stands among the reasons.
        </p>
      </header>
      <SettingsNav />
      <Section title="Rulings in force" aside="as a document">
        <ExportVex />
      </Section>
      {session && isAtLeast(session.role, 'analyst') && (
        <Section title="Make rulings of a document">
          <ImportVex />
        </Section>
      )}
      <Section title="Documents that were imported">
        <Documents />
      </Section>
      <Section title="What suppliers say">
        <SupplierVex />
      </Section>
    </div>
  )
}

function Documents() {
  const documents = useInfiniteQuery(vexDocumentsQuery)
  if (documents.error) return <ProblemBox error={documents.error} retry={() => documents.refetch()} />
  if (!documents.data) return <Skeleton rows={2} height={44} />
  const rows = documents.data.pages.flatMap((page) => page.rows)
  if (rows.length === 0) return <p className="text-muted">None yet.</p>
  return (
    <>
      <ul className="max-w-4xl divide-y divide-line rounded-md border border-line" aria-label="VEX documents">
        {rows.map((row) => (
          <li key={row.id} className="px-3 py-2">
            <a
              className="text-accent underline wrap-anywhere"
              href={`/api/v1/vex/documents/${row.id}`}
              download={row.fileName}
            >
              {row.fileName}
            </a>
            <p className="text-sm wrap-anywhere text-muted">
              {row.statements.toLocaleString()} statements ({row.format}) · {row.rulings.toLocaleString()} rulings in
              force
              {row.author && ` · by ${row.author}`} · imported <When at={row.importedAt} /> by {row.importedBy}
            </p>
          </li>
        ))}
      </ul>
      {documents.hasNextPage && (
        <button type="button" className="button mt-3" onClick={() => void documents.fetchNextPage()}>
          Show older
        </button>
      )}
    </>
  )
}
