import { randomBytes } from 'node:crypto'
import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { many } from '../../dns/many.ts'
import { type DnsName, under } from '../../dns/name.ts'
import { recordsOf, step } from '../sighting.ts'
import { services } from './services.ts'

/** Asks where services say that they are. */
export const serviceRecords: Probe = {
  id: 'service-records',
  title: 'Service records',
  sends: 'Questions for the SRV records of a hundred services to the resolver',
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
}
