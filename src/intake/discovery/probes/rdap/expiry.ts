import type { NamedAsset } from '#core/vocabulary'
import { registryDomain } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { askRdap, expiryOf } from '../../rdap/index.ts'
import { type WeaknessRule, weakness } from '../sighting.ts'

/** Looks when the registration of a domain of ours ends. */
export const rdapExpiry: Probe = {
  id: 'rdap-expiry',
  title: 'End of registrations (RDAP)',
  sends: 'The domain to the configured RDAP service, unless it was just asked',
  consumes: ['domain'],
  produces: [],
  of: ['owned'],
  activity: 'passive',
  gentle: true,
  wants: ({ name }) => registryDomain(name) === name,
  look,
}

async function* look(subject: NamedAsset, { sources, signal, now }: NameTools): AsyncGenerator<Sighting> {
  const answer = await askRdap('domain', subject.name, sources, signal)
  const expiry = answer.ok && answer.value ? expiryOf(answer.value) : undefined
  if (expiry === undefined) return
  const days = (Date.parse(expiry) - now()) / 86_400_000
  if (days < SOON_DAYS) yield weakness(expiring, subject, `The registration of ${subject.name} ends ${expiry}`)
}

/** A registration that ends within so many days should have been renewed. */
const SOON_DAYS = 30

const expiring: WeaknessRule = {
  ruleId: 'domain-expiring',
  title: 'Registration of the domain ends soon',
  severity: 'high',
  reason: 'Whoever registers it next has its mail, its names and what trusts them.',
  remedy: 'Renew the registration, and let the registrar renew it by itself.',
  references: ['https://www.rfc-editor.org/rfc/rfc9083#section-4.5'],
}
