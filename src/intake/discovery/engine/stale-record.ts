import type { NamedAsset } from '#core/vocabulary'
import type { Sighting } from '../contract.ts'
import { type WeaknessRule, weakness } from '../weakness.ts'
import type { Surface } from './surface.ts'

/** An address record of ours that leads to an address of ours at which nothing listens. */
export function* staleRecord(name: NamedAsset, address: string, surface: Surface): Generator<Sighting> {
  if (surface.standingOf(name) !== 'owned' || surface.isServer(name.name)) return
  yield weakness(rule, name, `${name.name} leads to ${address}, where no port took a connection`, address)
}

const rule: WeaknessRule = {
  ruleId: 'stale-a-record',
  title: 'Name of a host that is gone',
  severity: 'low',
  reason: 'Whoever is given the address next speaks under our name, and can have a certificate for it.',
  remedy: 'Remove the record, or check that a filter hides the host.',
  references: ['https://developer.mozilla.org/en-US/docs/Web/Security/Subdomain_takeovers'],
}
