import type { NamedAsset } from '#core/vocabulary'
import { familyOf, networkList, specialPurpose } from '../../address.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { askRdap, networksOf, registrantOf } from '../../rdap/index.ts'
import { step, trouble } from '../sighting.ts'

/** Asks whose network an address lies in. */
export const rdapAddress: Probe = {
  id: 'rdap-address',
  title: 'Registration of networks (RDAP)',
  sends: 'The address to the configured RDAP service, one of each network',
  consumes: ['ip-address'],
  produces: ['netblock', 'organisation'],
  of: ['owned', 'candidate', 'dependency'],
  activity: 'passive',
  gentle: true,
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  if (specialPurpose(subject.name) && !tools.scope.approves(subject.name)) return
  const known = tools.known.networks().find((network) => isIn(subject.name, network))
  if (known) return yield contains(known, subject)
  const answer = await askRdap('ip', subject.name, tools.sources, tools.signal)
  if (!answer.ok) return yield trouble(subject, rdapAddress.id, answer.error.code, answer.error.message)
  const network = answer.value && networksOf(answer.value).find((one) => isIn(subject.name, one))
  if (!answer.value || !network) return
  yield contains(network, subject)
  const registrant = registrantOf(answer.value)
  if (!registrant) return
  const [from, to] = [{ kind: 'netblock', name: network } as const, { kind: 'organisation', name: registrant } as const]
  yield step('registrant', from, to, 'rdap-network', `RDAP of ${network}`, 90)
}

function contains(network: string, address: NamedAsset): Sighting {
  return step(
    'contains',
    { kind: 'netblock', name: network },
    address,
    'rdap-network',
    `${address.name} lies in ${network}`,
  )
}

function isIn(address: string, network: string): boolean {
  return networkList([network]).check(address, familyOf(address))
}
