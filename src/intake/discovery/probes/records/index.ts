import type { NamedAsset } from '#core/vocabulary'
import { isInternal } from '../../address.ts'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import type { DnsName } from '../../dns/name.ts'
import type { DnsAnswer, DnsRecord, RecordType } from '../../dns/record.ts'
import { recordsOf, step, trouble, weakness } from '../sighting.ts'
import { contactsOf } from './contacts.ts'
import { internalAddress } from './internal-address.ts'
import { namesInText } from './text.ts'

/** Asked of every name of ours; what a third party's has beside addresses is its own affair. */
const ownTypes: readonly RecordType[] = ['NS', 'MX', 'TXT', 'HTTPS']
/** Asked where a zone begins. */
const zoneTypes: readonly RecordType[] = ['SOA', 'CAA']
/** Asked of names that begin with `_`, which hold no hosts. */
const serviceTypes: readonly RecordType[] = ['SRV', 'TXT', 'TLSA']

/** Looks up what a name has, and follows where its records lead. */
export const records: Probe = {
  id: 'dns-records',
  title: 'DNS records',
  sends: 'Questions to the resolver: addresses, aliases, mail and name servers, text, service bindings',
  consumes: ['domain', 'hostname'],
  produces: ['hostname', 'domain', 'ip-address'],
  of: ['owned', 'candidate', 'dependency', 'monitor-only'],
  activity: 'passive',
  named: true,
  wants: (subject, known) => known.standingOf(subject) !== 'candidate' || known.confidenceOf(subject) >= 12,
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const name = subject.name as DnsName
  if (name.startsWith('*.')) return
  const own = tools.known.standingOf(subject) !== 'dependency'
  if (/^_/.test(name) && own) return yield* lookAt(subject, serviceTypes, tools)
  const addresses = await tools.resolver.ask(name, 'A')
  if (addresses.status === 'failed') {
    yield trouble(subject, 'dns-records', addresses.code ?? 'failed', `A of ${name} could not be resolved`)
    return
  }
  yield* aliasOf(subject, addresses)
  if (addresses.status === 'no-name') return
  yield* addressesOf(subject, addresses, own)
  yield* addressesOf(subject, await tools.resolver.ask(name, 'AAAA'), own)
  if (!own || addresses.aliases.length > 0) return
  yield* lookAt(subject, ownTypes, tools)
  if (!tools.known.isZone(name)) return
  yield* lookAt(subject, zoneTypes, tools)
  yield* contactsOf(subject, tools)
}

async function* lookAt(subject: NamedAsset, types: readonly RecordType[], tools: NameTools): AsyncGenerator<Sighting> {
  for (const answer of await Promise.all(types.map((type) => tools.resolver.ask(subject.name as DnsName, type)))) {
    if (answer.aliases.length > 0) continue
    yield* recordsOf(answer)
    for (const record of answer.records) yield* leadOf(subject, record)
  }
}

/** Each alias of a chain leads to the next. */
function* aliasOf(subject: NamedAsset, { name, aliases }: DnsAnswer): Generator<Sighting> {
  if (aliases[0]) yield { type: 'records', records: { name, type: 'CNAME', values: [aliases[0]] } }
  let from = subject
  for (const alias of aliases) {
    const to = nameAsset(alias)
    yield step('dns_record', from, to, 'dns-cname', `CNAME of ${from.name}`, 97)
    from = to
  }
}

/** Addresses belong to the end of a chain, and are those of the name as well. */
function* addressesOf(subject: NamedAsset, answer: DnsAnswer, own: boolean): Generator<Sighting> {
  const end = answer.aliases.at(-1)
  if (!end) yield* recordsOf(answer)
  for (const { value, type } of answer.records) {
    const address: NamedAsset = { kind: 'ip-address', name: value }
    yield step('dns_record', subject, address, 'dns-address', `${type} of ${end ?? subject.name}`, 99)
    if (own && !end && isInternal(value))
      yield weakness(internalAddress, subject, `${subject.name} ${type} ${value}`, value)
  }
}

const techniques: Partial<Record<RecordType, string>> = {
  NS: 'dns-ns',
  MX: 'dns-mx',
  SRV: 'dns-srv',
  HTTPS: 'dns-https',
}

/** Where a record leads. */
function* leadOf(subject: NamedAsset, record: DnsRecord): Generator<Sighting> {
  const by = techniques[record.type]
  if (by && record.target?.includes('.') && record.target !== subject.name)
    yield step('dns_record', subject, nameAsset(record.target), by, `${record.type} of ${subject.name}`)
  if (record.type !== 'TXT' || record.text === undefined) return
  for (const name of namesInText(record.text))
    yield step('refers_to', subject, nameAsset(name), 'dns-txt', `TXT of ${subject.name}`, 80)
}
