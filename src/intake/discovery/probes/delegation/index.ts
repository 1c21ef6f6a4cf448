import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { askServer } from '../../dns/direct.ts'
import type { DnsName } from '../../dns/name.ts'
import { addressed, type NameServer, serversOf, zoneAbove } from '../../dns/servers.ts'
import { seenRecord, step, type WeaknessRule, weakness } from '../sighting.ts'

/** Looks whether the servers that a zone is delegated to serve it. */
export const delegation: Probe = {
  id: 'delegation',
  title: 'Delegations',
  sends: 'Questions for SOA and NS to approved name servers of a zone and of the one above',
  consumes: ['domain', 'hostname'],
  produces: ['hostname', 'domain'],
  of: ['owned'],
  activity: 'active',
  named: true,
  wants: ({ name }) => !/^[_*]/.test(name),
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const name = subject.name as DnsName
  const resolved = await tools.resolver.ask(name, 'A')
  if (resolved.status !== 'failed') {
    if (tools.known.isZone(name)) yield* lameOf(subject, await serversOf(name, tools.resolver), tools)
    return
  }
  if (resolved.code !== 'servfail' && resolved.code !== 'timeout') return
  // Where DS is kept shows that the zone above answers, and has the name.
  if ((await tools.resolver.ask(name, 'DS')).status !== 'no-data') return
  const servers = await delegatedTo(name, tools)
  yield* toldServers(subject, servers)
  const said = servers.length > 0 ? (await states(servers, name, tools)).map(({ words }) => words).join('; ') : ''
  // Whether it fails or falls silent depends on its load: the code is not told.
  const evidence = `The resolver could not resolve ${name}, though the zone above has it`
  yield weakness(rule, subject, said === '' ? evidence : `${evidence}: ${said}`)
}

function* toldServers(subject: NamedAsset, servers: readonly NameServer[]): Generator<Sighting> {
  if (servers.length === 0) return
  yield seenRecord(
    subject.name,
    'NS',
    servers.map(({ name }) => name),
  )
  for (const server of servers)
    yield step('dns_record', subject, nameAsset(server.name), 'dns-ns', `NS of ${subject.name} in the zone above`)
}

/** Whom the zone above names, asked of its own approved servers: the first that answers. */
async function delegatedTo(name: DnsName, tools: NameTools): Promise<NameServer[]> {
  const above = await zoneAbove(name, tools.resolver)
  for (const { addresses } of above ? await serversOf(above, tools.resolver) : [])
    for (const address of addresses.filter((one) => tools.scope.approves(one))) {
      const answer = await askServer(tools.port, { address, port: tools.dnsPort }, name, 'NS', tools.signal)
      const records = [...(answer?.answers ?? []), ...(answer?.authorities ?? [])]
      const names = records.flatMap((record) =>
        record.type === 'NS' && record.name === name ? (record.target ?? []) : [],
      )
      if (names.length > 0) return addressed(names, tools.resolver)
    }
  return []
}

/** Servers of a zone that works all the same, which do not serve it. */
async function* lameOf(subject: NamedAsset, servers: NameServer[], tools: NameTools): AsyncGenerator<Sighting> {
  for (const { server, lame, words } of await states(servers, subject.name as DnsName, tools))
    if (lame) yield weakness(rule, subject, words, server)
}

interface ServerState {
  server: string
  lame: boolean
  words: string
}

/** How each server stands to the zone; those that are not approved are not asked. */
function states(servers: readonly NameServer[], zone: DnsName, tools: NameTools): Promise<ServerState[]> {
  const asked = servers.flatMap(({ name, addresses }) => {
    if (addresses.length === 0) return [Promise.resolve({ server: name, lame: true, words: `${name} has no address` })]
    return addresses.map((address) => stateOf(name, address, zone, tools))
  })
  return Promise.all(asked)
}

async function stateOf(server: DnsName, address: string, zone: DnsName, tools: NameTools): Promise<ServerState> {
  const at = `${server} (${address})`
  if (!tools.scope.approves(address))
    return { server, lame: false, words: `${at} is not in the approved scope and was not asked` }
  const answer = await askServer(tools.port, { address, port: tools.dnsPort }, zone, 'SOA', tools.signal)
  if (!answer) return { server, lame: true, words: `${at} does not answer` }
  const lame = answer.rcode !== 0 || !answer.authoritative
  return { server, lame, words: lame ? `${at} does not serve ${zone} (rcode ${answer.rcode})` : `${at} serves ${zone}` }
}

const rule: WeaknessRule = {
  ruleId: 'lame-delegation',
  title: 'Lame delegation',
  severity: 'medium',
  reason: 'Names below do not resolve, or slowly. Who gets hold of the server, or of its name, answers for the zone.',
  remedy: 'Remove the delegation, or set up the zone at the servers that it names.',
  references: ['https://www.rfc-editor.org/rfc/rfc1912#section-2.8'],
}
