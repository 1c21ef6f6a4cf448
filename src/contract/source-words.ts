import type { ScopeDocument } from './scope.ts'

type Sources = Pick<ScopeDocument['settings'], 'certificateSearch' | 'rdap'>

/** Whom a look asks before it touches anything: only what is set. */
export function askedWords({ certificateSearch, rdap }: Sources): string {
  const asked = ['name servers', ...(certificateSearch ? ['certificate logs'] : []), ...(rdap ? ['registries'] : [])]
  const last = asked.pop()
  return asked.length === 0 ? `${last}` : `${asked.join(', ')} and ${last}`
}

/** What is not asked, for nobody set whom, and what that costs; `undefined`: all of it is set. */
export function unsetWords({ certificateSearch, rdap }: Sources): string | undefined {
  if (certificateSearch && rdap) return undefined
  if (certificateSearch) return 'No RDAP service is set: who registered a domain or a network is not asked'
  const cost = 'names that only certificate logs tell are not found'
  return rdap
    ? `No certificate search is set: ${cost}`
    : `No certificate search and no RDAP service is set: ${cost}, and who registered a domain or a network is not asked`
}
