import type { WeaknessRule } from '../sighting.ts'

const references = [
  'https://developer.mozilla.org/en-US/docs/Web/Security/Subdomain_takeovers',
  'https://cwe.mitre.org/data/definitions/350.html',
]

export const rules = {
  alias: {
    ruleId: 'dangling-cname',
    title: 'Dangling CNAME record',
    severity: 'medium',
    reason: 'Who gets the target, by registering its domain or claiming it at the provider, speaks under our name.',
    remedy: 'Remove the record, or take the target back.',
    references,
  },
  mail: {
    ruleId: 'dangling-mx',
    title: 'Dangling MX record',
    severity: 'medium',
    reason: 'Who gets the name gets our mail.',
    remedy: 'Remove the record, or take the name back.',
    references,
  },
  server: {
    ruleId: 'dangling-ns',
    title: 'Dangling NS record',
    severity: 'high',
    reason: 'Who gets the name answers for the whole zone.',
    remedy: 'Remove the server from the zone and at the registrar.',
    references,
  },
} satisfies Record<string, WeaknessRule>
