import type { NamedAsset } from '#core/vocabulary'
import type { Sighting } from '../contract.ts'
import { type WeaknessRule, weakness } from '../weakness.ts'
import type { Surface } from './surface.ts'

/**
 * An address record of ours that leads to an address of ours at which nothing listened in this look. One look does not show
 * that the host is gone, so it does not say that.
 */
export function* staleRecord(name: NamedAsset, address: string, surface: Surface): Generator<Sighting> {
  if (surface.standingOf(name) !== 'owned' || surface.isServer(name.name)) return
  yield weakness(rule, name, `${name.name} leads to ${address}, where no port took a connection`, address)
}

const rule: WeaknessRule = {
  ruleId: 'stale-a-record',
  title: 'Name of an address where nothing answered',
  severity: 'low',
  reason:
    'Where the host is gone, whoever is given the address next speaks under our name, and can have a certificate for it.',
  remedy:
    'Look whether the host is gone, only off for now, or hidden by a filter; where it is gone, remove the record.',
  references: ['https://developer.mozilla.org/en-US/docs/Web/Security/Subdomain_takeovers'],
}
