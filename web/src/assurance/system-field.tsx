import { useQuery } from '@tanstack/react-query'
import { systemsQuery } from './use-assurance.ts'

/** Choice of a registered AI system, by its id; empty where none is meant. */
export function SystemField({ chosen, none }: { chosen: string | null; none: string }) {
  const { data: systems = [] } = useQuery(systemsQuery)
  return (
    <label className="grid content-start gap-1">
      <span className="font-medium">AI system</span>
      <select className="field" name="system" key={systems.length} defaultValue={chosen ?? ''}>
        <option value="">{none}</option>
        {systems
          .filter(({ slug, retired }) => retired === null || slug === chosen)
          .map(({ slug, name, retired }) => (
            <option key={slug} value={slug}>
              {name}
              {retired && ' (retired)'}
            </option>
          ))}
      </select>
    </label>
  )
}
