import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { type Transfer, transferZone } from '../../dns/direct.ts'
import { type DnsName, isWithin, parseDnsName } from '../../dns/name.ts'
import type { DnsRecord } from '../../dns/record.ts'
import { serversOf } from '../../dns/servers.ts'
import { seenRecord, step, trouble, type WeaknessRule, weakness } from '../sighting.ts'

const bounds = { timeoutMs: 60_000, mostBytes: 128 * 2 ** 20, mostRecords: 500_000 }

/** Asks each server of a zone for all of it, as a secondary would. */
export const zoneTransfer: Probe = {
  id: 'zone-transfer',
  title: 'Zone transfer',
  sends: 'One AXFR to each approved server of a zone, over TCP',
  consumes: ['domain', 'hostname'],
  produces: ['hostname'],
  of: ['owned'],
  activity: 'active',
  wants: ({ name }, known) => known.isZone(name) && !name.startsWith('*'),
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const zone = subject.name as DnsName
  for (const server of await serversOf(zone, tools.resolver))
    for (const address of server.addresses) {
      if (tools.signal.aborted) return
      if (!tools.scope.approves(address)) continue
      const target = { address, port: tools.dnsPort }
      yield* told(subject, server.name, address, await transferZone(tools.port, target, zone, bounds, tools.signal))
    }
}

function* told(subject: NamedAsset, server: string, address: string, transfer: Transfer): Generator<Sighting> {
  if (!transfer.given) return
  const count = transfer.records.length
  const evidence = `${server} (${address}) gave ${count} records of ${subject.name} to an AXFR`
  if (!transfer.whole) yield trouble(subject, zoneTransfer.id, 'cut-off', `${evidence}, not to the end`)
  yield weakness(rule, subject, evidence, address)
  for (const [name, records] of byName(transfer.records)) {
    if (name === subject.name || !isWithin(name, subject.name)) continue
    yield step('node', subject, nameAsset(name), 'zone-transfer', `AXFR of ${subject.name} from ${server}`, 99)
    for (const [type, values] of records) yield seenRecord(name, type, values)
  }
}

/** Values by name and type. */
function byName(records: readonly DnsRecord[]): Map<DnsName, Map<string, string[]>> {
  const names = new Map<DnsName, Map<string, string[]>>()
  for (const { name: text, type, value } of records) {
    const name = parseDnsName(text)
    if (!name) continue
    const types = names.get(name) ?? new Map<string, string[]>()
    names.set(name, types.set(type, [...(types.get(type) ?? []), value]))
  }
  return names
}

const rule: WeaknessRule = {
  ruleId: 'axfr-open',
  title: 'Zone transfer open to anybody',
  severity: 'medium',
  reason: 'Anybody gets the whole zone at once: every host, also those that nobody was to find.',
  remedy: 'Allow transfers to the secondaries only, by address and TSIG key.',
  references: ['https://www.rfc-editor.org/rfc/rfc5936', 'https://cwe.mitre.org/data/definitions/200.html'],
}
