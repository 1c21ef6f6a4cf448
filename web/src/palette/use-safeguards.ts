import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { controlsQuery, scenariosQuery } from '../assurance/use-assurance.ts'
import { matching, type PaletteEntry } from './entry.ts'

const MOST = 5

/** The first few scenarios and controls that have these words; they are asked for once somebody searches. */
export function useSafeguards(text: string): PaletteEntry[] {
  const navigate = useNavigate()
  const asked = { enabled: text.trim().length > 1, refetchInterval: false } as const
  const { data: scenarios = [] } = useQuery({ ...scenariosQuery, ...asked })
  const { data: controls = [] } = useQuery({ ...controlsQuery, ...asked })
  if (!asked.enabled) return []
  const found = [
    scenarios.map(({ id, title }) => ({
      ...{ id, group: 'Scenarios', label: title },
      run: () => void navigate({ to: '/assurance/scenarios/$id', params: { id } }),
    })),
    controls.map(({ id, name, state }) => ({
      ...{ id, group: 'Controls', label: name, hint: state },
      run: () => void navigate({ to: '/assurance/controls/$id', params: { id } }),
    })),
  ]
  return found.flatMap((entries) => matching(entries, text).slice(0, MOST))
}
