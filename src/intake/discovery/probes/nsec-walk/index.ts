import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { type DnsName, isWithin } from '../../dns/name.ts'
import { seenRecord, step, trouble, type WeaknessRule, weakness } from '../sighting.ts'

const MOST_NAMES = 100_000

/** Follows the chain that proves which names there are not, and so tells which there are. */
export const nsecWalk: Probe = {
  id: 'nsec-walk',
  title: 'Walk of NSEC records',
  sends: 'One question for NSEC at each name of a signed zone to the resolver',
  consumes: ['domain', 'hostname'],
  produces: ['hostname'],
  of: ['owned', 'candidate'],
  activity: 'passive',
  wants: (subject, known) =>
    known.isZone(subject.name) && (known.standingOf(subject) === 'owned' || known.confidenceOf(subject) >= 50),
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const zone = subject.name as DnsName
  const seen = new Set<DnsName>([zone])
  for (let at = zone; !tools.signal.aborted; ) {
    const [nsec] = (await tools.resolver.ask(at, 'NSEC', { remember: false })).records
    const next = nsec?.target
    // Records made up on the way (RFC 4470, RFC 9824) name what is no host's name, or what does not exist.
    if (!nsec || !next || !isWithin(next, zone)) break
    if (at !== zone) yield* named(subject, at, nsec.value)
    if (seen.has(next)) break
    if (seen.size > MOST_NAMES)
      return yield trouble(subject, nsecWalk.id, 'name-limit', `More than ${MOST_NAMES} names in ${zone}`)
    seen.add(next)
    at = next
  }
  seen.delete(zone)
  const names = [...seen]
  if (names.length > 0)
    yield weakness(rule, subject, `NSEC records list ${names.length} names: ${names.slice(0, 10).join(', ')}`)
}

/** A name that has an NSEC record of its own, with the types that it lists. */
function* named(zone: NamedAsset, name: DnsName, value: string): Generator<Sighting> {
  const types = value.split(' ').slice(1)
  if (types.every((type) => type === 'NSEC' || type === 'RRSIG')) return
  yield step('node', zone, nameAsset(name), 'nsec-walk', `NSEC of ${zone.name}`, 98)
  yield seenRecord(name, 'NSEC', [value])
}

const rule: WeaknessRule = {
  ruleId: 'nsec-walk',
  title: 'Zone can be walked by NSEC',
  severity: 'low',
  reason: 'Each NSEC record names the next name of the zone, so that anybody can list them all.',
  remedy:
    'Sign with minimally covering NSEC (RFC 4470, RFC 9824) or NSEC3 without opt-out, if the names are not to be known.',
  references: ['https://www.rfc-editor.org/rfc/rfc4470', 'https://www.rfc-editor.org/rfc/rfc5155'],
}
