import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { type DnsName, parentOf } from '../../dns/name.ts'
import { seenRecord, step, type WeaknessRule, weakness } from '../sighting.ts'

/** Finds names below which everything answers. */
export const wildcard: Probe = {
  id: 'dns-wildcard',
  title: 'Wildcards',
  sends: 'Random names below each known one to the resolver',
  consumes: ['domain', 'hostname'],
  produces: ['hostname'],
  of: ['owned'],
  activity: 'passive',
  wants: ({ name }) => !/^[_*]/.test(name),
  look,
}

async function* look(subject: NamedAsset, { wildcards, resolver }: NameTools): AsyncGenerator<Sighting> {
  const name = subject.name as DnsName
  if ((await resolver.ask(name, 'A')).status === 'failed') return
  const pattern = await wildcards.below(name)
  if (!pattern || pattern.unsure) return
  // What a wildcard further up answers is told there.
  const parent = subject.kind === 'domain' ? undefined : parentOf(name)
  if (
    parent &&
    (await wildcards.below(parent))?.unsure === false &&
    (await sameAbove(pattern.values, parent, wildcards))
  )
    return
  const star = nameAsset(`*.${name}`)
  const values = [...pattern.values].slice(0, 20)
  yield step('node', subject, star, 'dns-wildcard', `random names below ${name} answer`)
  yield seenRecord(star.name, values.some((value) => /^[\d.]+$/.test(value)) ? 'A' : 'CNAME', values)
  yield weakness(rule, star, `random names below ${name} get ${values.join(', ')}`)
}

async function sameAbove(
  values: ReadonlySet<string>,
  parent: DnsName,
  wildcards: NameTools['wildcards'],
): Promise<boolean> {
  const above = await wildcards.below(parent)
  return above !== undefined && [...values].every((value) => above.values.has(value))
}

const rule: WeaknessRule = {
  ruleId: 'dns-wildcard',
  title: 'Wildcard in DNS',
  severity: 'low',
  reason:
    'Every name below it resolves, mistyped and invented ones too: it hides what is forgotten and lends its name to lures.',
  remedy: 'Name the hosts that are needed, or make sure that the service behind refuses names it does not know.',
  references: ['https://www.rfc-editor.org/rfc/rfc4592'],
}
