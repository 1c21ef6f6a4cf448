import type { NamedAsset } from '#core/vocabulary'
import { registryDomain } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { type DnsName, isWithin } from '../../dns/name.ts'
import type { DnsAnswer } from '../../dns/record.ts'
import { type WeaknessRule, weakness } from '../sighting.ts'
import { providers } from './providers.ts'
import { rules } from './rules.ts'

/** Looks for records that lead to names which are gone, so that somebody else might take them. Claims nothing. */
export const takeover: Probe = {
  id: 'takeover',
  title: 'Records that lead nowhere',
  sends: 'Questions for the targets of aliases, mail and name servers to the resolver',
  consumes: ['domain', 'hostname'],
  produces: [],
  of: ['owned'],
  activity: 'passive',
  wants: ({ name }) => !name.startsWith('*'),
  named: true,
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const name = subject.name as DnsName
  const answer = await tools.resolver.ask(name, 'A')
  if (answer.aliases.length > 0) {
    if (answer.status === 'no-name') yield* dangling(rules.alias, subject, answer, tools)
    return
  }
  if (answer.status === 'no-name' || answer.status === 'failed') return
  for (const [type, rule] of [
    ['MX', rules.mail],
    ['NS', rules.server],
  ] as const)
    for (const { target } of (await tools.resolver.ask(name, type)).records) {
      if (!target?.includes('.')) continue
      const led = await tools.resolver.ask(target, 'A')
      if (led.status === 'no-name')
        yield* dangling(rule, subject, { ...led, name, aliases: [target, ...led.aliases] }, tools)
    }
}

/** Says what is gone, and whether somebody could have it by registering a domain or claiming a provider's name. */
async function* dangling(
  rule: WeaknessRule,
  subject: NamedAsset,
  { name, aliases }: DnsAnswer,
  tools: NameTools,
): AsyncGenerator<Sighting> {
  const target = aliases.at(-1)!
  const domain = registryDomain(target)
  const chain = [name, ...aliases].join(' → ')
  const provider = providers.find(({ suffix }) => isWithin(target, suffix))
  const free = domain !== undefined && (await tools.resolver.ask(domain, 'SOA')).status === 'no-name'
  const open = free
    ? `; the domain ${domain} does not exist and may be free to register`
    : provider
      ? `; names of ${provider.provider} can be claimed by others`
      : ''
  const severity = free || provider ? 'high' : rule.severity
  yield weakness({ ...rule, severity }, subject, `${chain}: ${target} does not exist${open}`, target)
}
