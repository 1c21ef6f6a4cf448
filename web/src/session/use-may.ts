import type { Role } from '@contract/words.ts'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'
import { isAtLeast } from '../people/role-words.ts'

/** True when this person has at least the role: what nobody may do is not offered, and the page says who may. */
export function useMay(needed: Role): boolean {
  const { data } = useQuery(sessionQuery)
  return isAtLeast(data?.role ?? null, needed)
}
