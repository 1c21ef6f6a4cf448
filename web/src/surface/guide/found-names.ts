import type { Page } from '@contract/page.ts'
import type { SurfaceRow } from '@contract/surface.ts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/client.ts'

const MOST = 8

/** Names to begin with: the proven ones and their web servers, then what was found below them and has an address. */
export const foundNamesQuery = (proven: readonly string[]) =>
  queryOptions({
    queryKey: ['surface', 'found-names', proven.join(' ')],
    queryFn: async () => {
      const filter = 'standing:owned kind:domain,hostname seen:now'
      const { rows } = await call<Page<SurfaceRow>>(
        `/surface?${new URLSearchParams({ filter, sort: 'near', limit: '100' })}`,
      )
      const below = rows
        .filter(({ name, resolvesTo }) => resolvesTo.length > 0 && proven.some((one) => name.endsWith(`.${one}`)))
        .map(({ name }) => name)
      return [...new Set([...proven.flatMap((name) => [name, `www.${name}`]), ...below])].slice(0, MOST)
    },
  })
