import type { NamedAsset } from '#core/vocabulary'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import type { DnsName } from '../../dns/name.ts'
import { serversOf } from '../../dns/servers.ts'
import { recordsOf, weakness } from '../sighting.ts'
import { rules } from './rules.ts'

/** Looks whether a domain is signed, limits who may issue certificates for it, and has more than one server. */
export const zoneHealth: Probe = {
  id: 'zone-health',
  title: 'Health of zones',
  sends: 'Questions for DNSKEY, DS, CAA and name servers to the resolver',
  consumes: ['domain'],
  produces: [],
  of: ['owned'],
  activity: 'passive',
  look,
}

async function* look(subject: NamedAsset, { resolver }: NameTools): AsyncGenerator<Sighting> {
  const zone = subject.name as DnsName
  const types = ['SOA', 'DNSKEY', 'DS', 'CAA', 'NSEC3PARAM'] as const
  const [soa, keys, ds, caa, nsec3] = await Promise.all(types.map((type) => resolver.ask(zone, type)))
  if (soa?.status !== 'found') return
  for (const answer of [keys, ds, nsec3]) if (answer) yield* recordsOf(answer)
  if (keys?.status === 'no-data') yield weakness(rules.dnssecMissing, subject, `${zone} has no DNSKEY`)
  if (keys?.status === 'found' && ds?.status === 'no-data')
    yield weakness(rules.dnssecIsland, subject, `${zone} has DNSKEY records, the zone above has no DS for it`)
  if (caa?.status === 'no-data') yield weakness(rules.caaMissing, subject, `${zone} has no CAA record`)
  const servers = await serversOf(zone, resolver)
  const places = new Set(servers.flatMap(({ addresses }) => addresses))
  const names = servers.map(({ name }) => name).join(', ')
  if (servers.length === 1 || (servers.length > 0 && places.size === 1))
    yield weakness(rules.singleServer, subject, `${zone} is served by ${names} (${[...places].join(', ')}) alone`)
}
