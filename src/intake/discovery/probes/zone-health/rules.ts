import type { WeaknessRule } from '../sighting.ts'

export const rules = {
  dnssecMissing: {
    ruleId: 'dnssec-missing',
    title: 'Domain without DNSSEC',
    severity: 'low',
    reason: 'Answers for the domain can be forged on the way, and DANE cannot protect its mail.',
    remedy: 'Sign the zone and give the DS record to the registrar.',
    references: ['https://www.rfc-editor.org/rfc/rfc9364'],
  },
  dnssecIsland: {
    ruleId: 'dnssec-no-ds',
    title: 'DNSSEC without a DS record in the parent zone',
    severity: 'low',
    reason: 'Without a DS record in the zone above nobody checks the signatures.',
    remedy: 'Give the DS record to the registrar.',
    references: ['https://www.rfc-editor.org/rfc/rfc9364'],
  },
  caaMissing: {
    ruleId: 'caa-missing',
    title: 'No CAA record: any authority may issue certificates',
    severity: 'low',
    reason: 'Without CAA records every authority may issue a certificate for the domain.',
    remedy: 'Name the authorities that you use in CAA records, and where to report other requests.',
    references: ['https://www.rfc-editor.org/rfc/rfc8659'],
  },
  singleServer: {
    ruleId: 'single-nameserver',
    title: 'One name server alone',
    severity: 'low',
    reason: 'When it fails the domain is gone: RFC 2182 asks for servers at different places.',
    remedy: 'Add a second server in another network.',
    references: ['https://www.rfc-editor.org/rfc/rfc2182'],
  },
} satisfies Record<string, WeaknessRule>
