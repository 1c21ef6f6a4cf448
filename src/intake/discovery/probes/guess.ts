import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../asset-name.ts'
import type { NameTools, Sighting } from '../contract.ts'
import { many } from '../dns/many.ts'
import { type DnsName, parentOf, under } from '../dns/name.ts'
import { step } from './sighting.ts'

/** Guesses of one probe that are in flight at once. */
const AT_ONCE = 500

/** Asks for guessed labels below a name, and says those that exist and are no wildcard's. */
export async function* guess(
  base: NamedAsset,
  labels: Iterable<string>,
  by: string,
  tools: NameTools,
): AsyncGenerator<Sighting> {
  // Below what does not resolve nothing does.
  if ((await tools.resolver.ask(base.name as DnsName, 'A')).status === 'failed') return
  for await (const name of many(namesOf(base.name as DnsName, labels), AT_ONCE, (name) => existing(name, tools))) {
    if (tools.signal.aborted) return
    if (name) yield step('node', base, nameAsset(name), by, `${name} answers`, 90)
  }
}

function* namesOf(base: DnsName, labels: Iterable<string>): Generator<DnsName> {
  for (const label of labels) {
    const name = under(label, base)
    if (name) yield name
  }
}

/** The name if it exists. A broken delegation answers nothing; then the zone above knows whether there is one (RFC 4035 section 2.6 keeps DS there). */
async function existing(name: DnsName, { resolver, wildcards }: NameTools): Promise<DnsName | undefined> {
  const answer = await resolver.ask(name, 'A', { remember: false })
  if (answer.status !== 'failed') return (await wildcards.explains(name, answer)) ? undefined : name
  if (answer.code === 'stopped') return undefined
  const above = await resolver.ask(name, 'DS', { remember: false })
  return above.status === 'found' || (above.status === 'no-data' && !(await isBelowWildcard(name, wildcards)))
    ? name
    : undefined
}

async function isBelowWildcard(name: DnsName, wildcards: NameTools['wildcards']): Promise<boolean> {
  const parent = parentOf(name)
  return parent === undefined || (await wildcards.below(parent)) !== undefined
}
