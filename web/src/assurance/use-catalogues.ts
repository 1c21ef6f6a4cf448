import type { CatalogueRow, ReferenceRow, TechniqueRow } from '@contract/catalogues.ts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'

const KEY = 'catalogues'
const HOUR_MS = 3_600_000

async function techniques(query: Record<string, string>): Promise<TechniqueRow[]> {
  const answer = await call<{ techniques: TechniqueRow[] }>(`/techniques?${new URLSearchParams(query)}`)
  return answer.techniques
}

export const cataloguesQuery = queryOptions({
  queryKey: [KEY],
  queryFn: async () => (await call<{ catalogues: CatalogueRow[] }>('/catalogues')).catalogues,
})
export const techniqueSearchQuery = (text: string) =>
  queryOptions({ queryKey: [KEY, 'search', text], queryFn: () => techniques({ search: text }), staleTime: HOUR_MS })
export const namedTechniquesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [KEY, 'named', ...ids],
    queryFn: () => techniques({ ids: ids.join(',') }),
    staleTime: HOUR_MS,
  })
export const referencesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [KEY, 'references', ...ids],
    queryFn: async () => {
      const query = new URLSearchParams({ ids: ids.join(',') })
      return (await call<{ references: ReferenceRow[] }>(`/framework-references?${query}`)).references
    },
    staleTime: HOUR_MS,
  })
export const referenceSearchQuery = (text: string) =>
  queryOptions({
    queryKey: [KEY, 'references', 'search', text],
    queryFn: async () =>
      (await call<{ references: ReferenceRow[] }>(`/framework-references?${new URLSearchParams({ search: text })}`))
        .references,
    staleTime: HOUR_MS,
  })
