import { counted } from '@contract/fix-words.ts'
import type { DiscoveryRunRow } from '@contract/surface.ts'

/** What a run looks at. */
export const looks: Readonly<Record<DiscoveryRunRow['look'], string>> = {
  names: 'names',
  certificates: 'certificates',
  ports: 'ports',
  services: 'services',
  deep: 'everything',
}

const nouns: Readonly<Record<string, readonly [one: string, many: string]>> = {
  domain: ['domain', 'domains'],
  hostname: ['host name', 'host names'],
  'ip-address': ['address', 'addresses'],
  netblock: ['network', 'networks'],
  service: ['service', 'services'],
  certificate: ['certificate', 'certificates'],
  weakness: ['weakness', 'weaknesses'],
  records: ['set of records', 'sets of records'],
  organisation: ['organisation', 'organisations'],
  connections: ['connection', 'connections'],
  datagrams: ['datagram', 'datagrams'],
}

/** How a run goes about it: nothing that was seen. */
const inner: ReadonlySet<string> = new Set(['step', 'looked', 'trouble'])

/** What a run counted, in words: `34 host names`, `5 services`. Of a kind that has no word its own name stands. */
export function countWords(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .filter(([kind, count]) => count > 0 && !inner.has(kind))
    .map(([kind, count]) => counted(count, ...(nouns[kind] ?? ([kind, kind] as const))))
}

/** What people ask for first while a run goes on, as far as there is any. */
const toldFirst = ['hostname', 'ip-address', 'service', 'certificate', 'weakness'] as const

/** The same of what matters first, as one sentence part; empty before anything was seen. */
export function seenSoFar(counts: Readonly<Record<string, number>>): string {
  const words = countWords(Object.fromEntries(toldFirst.map((kind) => [kind, counts[kind] ?? 0])))
  const last = words.pop()
  return words.length === 0 ? (last ?? '') : `${words.join(', ')} and ${last}`
}
