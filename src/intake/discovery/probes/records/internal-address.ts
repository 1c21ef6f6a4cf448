import type { WeaknessRule } from '../sighting.ts'

export const internalAddress: WeaknessRule = {
  ruleId: 'internal-ip-leak',
  title: 'Internal address in public DNS',
  severity: 'low',
  reason: 'A name that everybody can resolve tells of an address inside the network: it helps whoever is in already.',
  remedy: 'Keep names of inside hosts in a zone that only the inside sees.',
  references: ['https://cwe.mitre.org/data/definitions/200.html'],
}
