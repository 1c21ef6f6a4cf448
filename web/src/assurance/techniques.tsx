import type { TechniqueRow } from '@contract/catalogues.ts'
import { useQuery } from '@tanstack/react-query'
import { NamesField } from './names-field.tsx'
import { cataloguesQuery, namedTechniquesQuery, techniqueSearchQuery } from './use-catalogues.ts'

/** Techniques by id, with their titles where a catalogue that is loaded knows them. */
export function TechniqueList({ ids }: { ids: readonly string[] }) {
  const { data = [] } = useQuery({ ...namedTechniquesQuery(ids), enabled: ids.length > 0 })
  if (ids.length === 0) return <span className="text-muted">none named</span>
  const titles = new Map(data.map((one) => [one.id, one]))
  return (
    <ul className="flex flex-wrap gap-1.5">
      {ids.map((id) => (
        <li key={id} className="rounded border border-line px-1.5 text-sm">
          <TechniqueWords id={id} known={titles.get(id)} />
        </li>
      ))}
    </ul>
  )
}

function TechniqueWords({ id, known }: { id: string; known: TechniqueRow | undefined }) {
  return (
    <>
      <span className="font-mono">{id}</span>{' '}
      <span className="text-muted">
        {known ? `${known.parent ? `${known.parent}: ` : ''}${known.title}` : 'in no catalogue that is loaded'}
      </span>
    </>
  )
}

interface FieldProps {
  ids: readonly string[]
  change: (ids: string[]) => void
}

/** Names techniques by searching the catalogues. */
export function TechniquesField({ ids, change }: FieldProps) {
  const { data: named = [] } = useQuery({ ...namedTechniquesQuery(ids), enabled: ids.length > 0 })
  const titles = new Map(named.map((one) => [one.id, one]))
  return (
    <NamesField
      legend="Techniques"
      search="Search techniques of ATLAS, ATT&CK, OWASP and STRIDE"
      placeholder="prompt injection, T1566, tampering …"
      ids={ids}
      change={change}
      shown={(id) => <TechniqueWords id={id} known={titles.get(id)} />}
      useFound={useFoundTechniques}
      nothing={<NoTechnique />}
    />
  )
}

function useFoundTechniques(text: string) {
  const { data } = useQuery({ ...techniqueSearchQuery(text), enabled: text.length > 1 })
  return data?.map((one) => ({
    id: one.id,
    words: <TechniqueWords id={one.id} known={one} />,
    from: one.catalogueName,
  }))
}

function NoTechnique() {
  const { data: catalogues = [] } = useQuery(cataloguesQuery)
  const missing = catalogues.filter(({ version }) => version === null).map(({ name }) => name)
  const unread = missing.length > 0 ? ` Not read yet: ${missing.join(', ')}. Refresh their feeds.` : ''
  return `Nothing is called so.${unread}`
}
