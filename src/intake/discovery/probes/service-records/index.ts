import { randomBytes } from 'node:crypto'
import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { many } from '../../dns/many.ts'
import { type DnsName, under } from '../../dns/name.ts'
import type { Asker } from '../../dns/resolver.ts'
import { recordsOf, seenRecord, step } from '../sighting.ts'
import { purposes, services } from './services.ts'

/** Asks where services say that they are. */
export const serviceRecords: Probe = {
  id: 'service-records',
  title: 'Service records',
  sends:
    'Questions for the SRV records of a hundred services, and for text and keys at names of one purpose, to the resolver',
  consumes: ['domain', 'hostname'],
  produces: ['hostname'],
  of: ['owned'],
  activity: 'passive',
  wants: ({ name }, known) => known.isZone(name) && !/^[_*]/.test(name),
  look,
}

async function* look(subject: NamedAsset, { resolver, signal }: NameTools): AsyncGenerator<Sighting> {
  const base = subject.name as DnsName
  const names = services.flatMap((service) => under(service, base) ?? [])
  const random = under(`_${randomBytes(6).toString('hex')}._tcp`, base)
  const made = random && (await resolver.ask(random, 'SRV', { remember: false }))
  if (made?.status === 'found' || made?.status === 'failed') return
  for await (const answer of many(names, 50, (name) => resolver.ask(name, 'SRV'))) {
    if (signal.aborted) return
    if (answer.records.length === 0) continue
    yield step('node', subject, nameAsset(answer.name), 'dns-policy', `SRV of ${answer.name}`)
    yield* recordsOf(answer)
  }
  yield* purposeNames(subject, resolver)
}

/** Underscored names with text or keys; under a wildcard, that has text for any name, none. */
async function* purposeNames(subject: NamedAsset, resolver: Asker): AsyncGenerator<Sighting> {
  const base = subject.name as DnsName
  const random = under(`_${randomBytes(6).toString('hex')}`, base)
  if (random && (await resolver.ask(random, 'TXT', { remember: false })).status !== 'no-name') return
  const names = purposes.flatMap((purpose) => under(purpose, base) ?? [])
  const ask = async (name: DnsName) => [await resolver.ask(name, 'TXT'), await resolver.ask(name, 'TLSA')] as const
  for await (const answers of many(names, 20, ask))
    for (const answer of answers) {
      if (answer.records.length === 0 && answer.aliases.length === 0) continue
      yield step('node', subject, nameAsset(answer.name), 'dns-policy', `${answer.type} of ${answer.name}`)
      for (const alias of answer.aliases.slice(0, 1))
        yield step('dns_record', nameAsset(answer.name), nameAsset(alias), 'dns-cname', `CNAME of ${answer.name}`, 97)
      if (answer.aliases.length === 0) yield* recordsOf(answer)
      else yield seenRecord(answer.name, 'CNAME', answer.aliases.slice(0, 1))
    }
}
