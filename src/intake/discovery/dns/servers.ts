import type { DnsName } from './name.ts'
import { parentOf } from './name.ts'
import type { Asker } from './resolver.ts'

/** A name server with its addresses; none where it has none. */
export interface NameServer {
  name: DnsName
  addresses: string[]
}

/** Servers of one zone that are looked up. */
const MOST_SERVERS = 20

/** The servers that a zone says it has. */
export async function serversOf(zone: DnsName, resolver: Asker): Promise<NameServer[]> {
  const { records } = await resolver.ask(zone, 'NS')
  return addressed(
    records.flatMap(({ target }) => target ?? []),
    resolver,
  )
}

/** Name servers with the addresses they have. */
export function addressed(names: readonly DnsName[], resolver: Asker): Promise<NameServer[]> {
  return Promise.all(
    [...new Set(names)].slice(0, MOST_SERVERS).map(async (name) => {
      const [four, six] = await Promise.all([resolver.ask(name, 'A'), resolver.ask(name, 'AAAA')])
      return { name, addresses: [...four.records, ...six.records].map(({ value }) => value) }
    }),
  )
}

/** The zone that a name lies in, from its parent upwards, as the resolver sees it. */
export async function zoneAbove(name: DnsName, resolver: Asker): Promise<DnsName | undefined> {
  for (let at = parentOf(name); at?.includes('.'); at = parentOf(at))
    if ((await resolver.ask(at, 'NS')).status === 'found') return at
  return undefined
}
