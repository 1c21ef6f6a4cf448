import { useQuery } from '@tanstack/react-query'
import { NamesField } from './names-field.tsx'
import { referenceSearchQuery, referencesQuery } from './use-catalogues.ts'

/** What frameworks ask for a control, with their titles. */
export function References({ ids }: { ids: readonly string[] }) {
  const titles = useTitles(ids)
  if (ids.length === 0) return <span className="text-muted">none named</span>
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          {id} <span className="text-muted">{titles.get(id)}</span>
        </li>
      ))}
    </ul>
  )
}

function useTitles(ids: readonly string[]): ReadonlyMap<string, string> {
  const { data = [] } = useQuery({ ...referencesQuery(ids), enabled: ids.length > 0 })
  return new Map(data.map(({ id, title }) => [id, title]))
}

interface FieldProps {
  ids: readonly string[]
  change: (ids: string[]) => void
}

/** Names what frameworks ask for by searching them. */
export function ReferencesField({ ids, change }: FieldProps) {
  const titles = useTitles(ids)
  return (
    <NamesField
      legend="References"
      search="Search NIST CSF, NIST AI RMF, ISO 42001, EU AI Act, CIS and OWASP AISVS"
      placeholder="access control, MEASURE 2.7, human oversight …"
      ids={ids}
      change={change}
      shown={(id) => (
        <>
          {id} <span className="text-muted">{titles.get(id)}</span>
        </>
      )}
      useFound={useFoundReferences}
      nothing="No framework has that: try a word of its title, or the beginning of its id."
    />
  )
}

function useFoundReferences(text: string) {
  const { data } = useQuery({ ...referenceSearchQuery(text), enabled: text.length > 1 })
  return data?.map(({ id, title }) => ({ id, words: id, from: title }))
}
