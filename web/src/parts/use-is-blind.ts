import { useQuery } from '@tanstack/react-query'
import { coverageQuery } from '../api/queries.ts'

/** Whether no advisories at all are loaded for an ecosystem: what is found in it is not all there is. */
export function useIsBlind(): (ecosystem: string | null) => boolean {
  const { data } = useQuery(coverageQuery)
  return (ecosystem) =>
    data?.ecosystems.some(
      (row) => row.ecosystem === ecosystem && row.noKnowledge > 0 && row.covered + row.stale === 0,
    ) ?? false
}
