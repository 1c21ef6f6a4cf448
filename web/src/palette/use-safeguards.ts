import type { CaseRow } from '@contract/assurance-cases.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { controlsQuery, scenariosQuery } from '../assurance/use-assurance.ts'
import { casesQuery } from '../cases/use-cases.ts'
import { matching, type PaletteEntry } from './entry.ts'

const MOST = 5
/** So much of a case's id is told to who reports. */
const REFERENCE = 8

/** The first few scenarios, controls and cases that have these words; they are asked for once somebody searches. */
export function useSafeguards(text: string): PaletteEntry[] {
  const navigate = useNavigate()
  const asked = { enabled: text.trim().length > 1, refetchInterval: false } as const
  const { data: scenarios = [] } = useQuery({ ...scenariosQuery, ...asked })
  const { data: controls = [] } = useQuery({ ...controlsQuery, ...asked })
  const { data: cases = [] } = useQuery({ ...casesQuery, ...asked })
  if (!asked.enabled) return []
  const caseEntry = ({ id, title, state }: CaseRow): PaletteEntry => ({
    ...{ id, group: 'Cases', label: title, hint: `${id.slice(0, REFERENCE)} · ${state}` },
    run: () => void navigate({ to: '/assurance/cases/$id', params: { id } }),
  })
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
  const reference = text.trim().toLowerCase()
  const named = cases.filter(({ id }) => reference.length >= REFERENCE && id.startsWith(reference))
  const other = cases.filter((one) => !named.includes(one)).map(caseEntry)
  return [...named.map(caseEntry), ...[...found, other].flatMap((entries) => matching(entries, text).slice(0, MOST))]
}
