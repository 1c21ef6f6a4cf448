import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../asset-name.ts'
import type { NameTools, Sighting } from '../contract.ts'
import { many } from '../dns/many.ts'
import { type DnsName, parentOf, under } from '../dns/name.ts'
import { step, trouble } from './sighting.ts'

/** Guesses of one probe that are in flight at once. */
const AT_ONCE = 200

/** Guesses that must fail, and be most of all, before the rest is given up: the servers are not fit to be asked. */
const MOST_FAILED = 100

/** Asks for guessed labels below a name, and says those that exist and are no wildcard's. */
export async function* guess(
  base: NamedAsset,
  labels: Iterable<string>,
  by: string,
  tools: NameTools,
): AsyncGenerator<Sighting> {
  // Below what does not resolve nothing does.
  if ((await tools.resolver.ask(base.name as DnsName, 'A')).status === 'failed') return
  let [done, failed] = [0, 0]
  for await (const guessed of many(namesOf(base.name as DnsName, labels), AT_ONCE, (name) => look(name, tools))) {
    if (tools.signal.aborted) return
    done++
    if (guessed.state === 'failed') failed++
    if (guessed.state === 'exists')
      yield step('node', base, nameAsset(guessed.name), by, `${guessed.name} is in the DNS`, 90)
    if (failed < MOST_FAILED || failed < done / 2) continue
    yield trouble(
      base,
      by,
      'unanswered',
      `${failed} of ${done} names below ${base.name} could not be resolved; the rest was left`,
    )
    return
  }
}

function* namesOf(base: DnsName, labels: Iterable<string>): Generator<DnsName> {
  for (const label of labels) {
    const name = under(label, base)
    if (name) yield name
  }
}

interface Guessed {
  name: DnsName
  state: 'exists' | 'missing' | 'failed'
}

/** Whether a name exists. A broken delegation answers nothing; then the zone above knows whether there is one: it keeps DS (RFC 4035 section 3.1.4.1). */
async function look(name: DnsName, { resolver, wildcards }: NameTools): Promise<Guessed> {
  const answer = await resolver.ask(name, 'A', { remember: false })
  if (answer.status !== 'failed')
    return { name, state: (await wildcards.explains(name, answer)) ? 'missing' : 'exists' }
  const above = answer.code === 'stopped' ? answer : await resolver.ask(name, 'DS', { remember: false })
  if (above.status === 'failed') return { name, state: 'failed' }
  const exists = above.status === 'found' || (above.status === 'no-data' && !(await isBelowWildcard(name, wildcards)))
  return { name, state: exists ? 'exists' : 'missing' }
}

async function isBelowWildcard(name: DnsName, wildcards: NameTools['wildcards']): Promise<boolean> {
  const parent = parentOf(name)
  return parent === undefined || (await wildcards.below(parent)) !== undefined
}
