import type { NamedAsset } from '#core/vocabulary'
import { registryDomain } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { askRdap, registrantOf } from '../../rdap/index.ts'
import { step, trouble } from '../sighting.ts'

/** Asks who registered a domain. */
export const rdapDomain: Probe = {
  id: 'rdap-domain',
  title: 'Registration of domains (RDAP)',
  sends: 'The domain to the configured RDAP service',
  consumes: ['domain'],
  produces: ['organisation'],
  of: ['owned', 'candidate', 'dependency'],
  activity: 'passive',
  named: true,
  gentle: true,
  // Names that a provider gives out are registered nowhere.
  wants: ({ name }) => registryDomain(name) === name,
  look,
}

async function* look(subject: NamedAsset, { sources, signal }: NameTools): AsyncGenerator<Sighting> {
  const answer = await askRdap('domain', subject.name, sources, signal)
  if (!answer.ok) return yield trouble(subject, rdapDomain.id, answer.error.code, answer.error.message)
  const registrant = answer.value && registrantOf(answer.value)
  if (!registrant) return
  const organisation: NamedAsset = { kind: 'organisation', name: registrant }
  yield step('registrant', subject, organisation, 'rdap-registrant', `RDAP of ${subject.name}`, 90)
}
