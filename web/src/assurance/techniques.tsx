import type { TechniqueRow } from '@contract/catalogues.ts'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
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
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useQuery({ ...techniqueSearchQuery(asked), enabled: asked.length > 1 })
  const { data: named = [] } = useQuery({ ...namedTechniquesQuery(ids), enabled: ids.length > 0 })
  const { data: catalogues = [] } = useQuery({ ...cataloguesQuery, enabled: asked.length > 1 })
  const missing = catalogues.filter(({ version }) => version === null).map(({ name }) => name)
  const unread = missing.length > 0 ? ` Not read yet: ${missing.join(', ')}. Refresh their feeds.` : ''
  const titles = new Map(named.map((one) => [one.id, one]))
  const offered = (found.data ?? []).filter(({ id }) => !ids.includes(id))
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">Techniques</legend>
      <ul className="flex flex-wrap gap-1.5">
        {ids.map((id) => (
          <li key={id} className="inline-flex items-center gap-1 rounded border border-line pl-1.5 text-sm">
            <TechniqueWords id={id} known={titles.get(id)} />
            <button type="button" className="icon-button" onClick={() => change(ids.filter((one) => one !== id))}>
              <span aria-hidden>✕</span>
              <span className="sr-only">Remove {id}</span>
            </button>
          </li>
        ))}
      </ul>
      <input
        className="field max-w-md"
        type="search"
        aria-label="Search techniques of ATLAS, ATT&CK, OWASP and STRIDE"
        placeholder="prompt injection, T1566, tampering …"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {asked.length > 1 && (
        <ul className="max-h-56 max-w-2xl overflow-y-auto" aria-label="Found techniques">
          {offered.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="w-full py-1 text-left hover:bg-raised"
                onClick={() => {
                  change([...ids, one.id])
                  setText('')
                }}
              >
                <TechniqueWords id={one.id} known={one} />{' '}
                <span className="text-sm text-muted">{one.catalogueName}</span>
              </button>
            </li>
          ))}
          {found.data && offered.length === 0 && <li className="text-sm text-muted">Nothing is called so.{unread}</li>}
        </ul>
      )}
    </fieldset>
  )
}
