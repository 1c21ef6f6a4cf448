import { DEFAULT_MAX_AGE_DAYS, type SourceId } from '#core/vocabulary'
import { atlas } from './catalogues/atlas.ts'
import { attackEnterprise, attackIcs } from './catalogues/attack.ts'
import type { Feed } from './contract.ts'
import { cve5 } from './cve5/index.ts'
import { epss } from './epss/index.ts'
import { exploitDb } from './exploits/exploit-db.ts'
import { nucleiFirstSeen, pocFirstSeen } from './exploits/first-seen.ts'
import { metasploit } from './exploits/metasploit.ts'
import { nuclei } from './exploits/nuclei.ts'
import { ransomware } from './exploits/ransomware.ts'
import { endOfLife, ip2asn, recog, retirejs, wappalyzer } from './fingerprints/index.ts'
import { kev } from './kev/index.ts'
import { otherCatalogues } from './kev/others.ts'
import { friendsOfPhp } from './native/friends-of-php.ts'
import { rubysec } from './native/rubysec.ts'
import { rustsec } from './native/rustsec.ts'
import { anchore } from './nvd/anchore.ts'
import { nvd } from './nvd/index.ts'
import { osv } from './osv/index.ts'

/** Every feed, in the order in which they are read: what decides most comes first. */
export const feeds: readonly Feed[] = [
  kev,
  otherCatalogues,
  epss,
  osv,
  cve5,
  nvd,
  anchore,
  rubysec,
  rustsec,
  friendsOfPhp,
  metasploit,
  exploitDb,
  nuclei,
  nucleiFirstSeen,
  pocFirstSeen,
  ransomware,
  recog,
  wappalyzer,
  retirejs,
  endOfLife,
  atlas,
  attackEnterprise,
  attackIcs,
  ip2asn,
]

/** Days after which what a source says counts as out of date, as its feed says. */
export function maxAgeDaysOf(source: SourceId): number {
  const feedId = feedOfSource(source)
  return feeds.find(({ id }) => id === feedId)?.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS
}

/** `osv:npm` → `osv`, `exploit/nuclei` → `nuclei`, `kev/CISA` → `kev`; another asserter's catalogue is one of the others. */
function feedOfSource(source: SourceId): string {
  const [family = '', name = ''] = source.split(/[:/]/, 2)
  if (family === 'exploit') return name
  return family === 'kev' && name !== 'CISA' ? otherCatalogues.id : family
}
