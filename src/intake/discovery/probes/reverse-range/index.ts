import type { NamedAsset } from '#core/vocabulary'
import { addressesIn } from '../../address.ts'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { many } from '../../dns/many.ts'
import { reverseName } from '../../dns/name.ts'
import type { DnsAnswer } from '../../dns/record.ts'
import { step, trouble } from '../sighting.ts'
import { walkReverse } from './ip6-tree.ts'

const AT_ONCE = 300
const MOST_ADDRESSES = 65_536

/** Asks for the reverse names of every address in a network. */
export const reverseRange: Probe = {
  id: 'reverse-range',
  title: 'Reverse names of networks',
  sends: 'A question for the reverse name of each address to the resolver',
  consumes: ['netblock'],
  produces: ['ip-address', 'hostname', 'domain'],
  of: ['owned', 'candidate'],
  activity: 'passive',
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  if (subject.name.includes(':')) return yield* lookAtTree(subject, tools)
  const [first] = addressesIn(subject.name, MOST_ADDRESSES)
  if (first === undefined) {
    yield trouble(
      subject,
      reverseRange.id,
      'network-limit',
      `${subject.name} is larger than ${MOST_ADDRESSES} addresses`,
    )
    return
  }
  const ask = async (address: string) => ({
    address,
    answer: await tools.resolver.ask(reverseName(address), 'PTR', { remember: false }),
  })
  for await (const { address, answer } of many(addressesIn(subject.name, MOST_ADDRESSES), AT_ONCE, ask)) {
    if (tools.signal.aborted) return
    yield* named(subject, address, answer)
  }
}

/** An IPv6 network is too large to ask for each address; its reverse zone is a tree whose branches say whether they exist. */
async function* lookAtTree(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const walk = walkReverse(subject.name, tools)
  for await (const found of walk) {
    if (found === 'limit')
      yield trouble(
        subject,
        reverseRange.id,
        'name-limit',
        `The reverse zone of ${subject.name} has more branches than are asked for`,
      )
    else yield* named(subject, found.address, found.answer)
  }
}

function* named(network: NamedAsset, address: string, answer: DnsAnswer): Generator<Sighting> {
  const at: NamedAsset = { kind: 'ip-address', name: address }
  for (const { target } of answer.records) {
    if (!target?.includes('.')) continue
    yield step('contains', network, at, 'netblock', `${address} lies in ${network.name}`, 99)
    const by = isMade(target, address) ? 'dns-ptr-made' : 'dns-ptr'
    yield step('ptr_record', at, nameAsset(target), by, `PTR of ${address}`, 90)
  }
}

/** Providers name the addresses of their customers by the addresses: `host-192-0-2-7.isp.example`. */
function isMade(name: string, address: string): boolean {
  if (address.includes(':')) return false
  const octets = address.split('.')
  const host = name.replace(/\D+/g, '.')
  return [octets, octets.toReversed(), octets.slice(1)].some((parts) => `.${host}.`.includes(`.${parts.join('.')}.`))
}
