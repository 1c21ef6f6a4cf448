import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Exposure, VulnerabilityFacts } from '#core/vocabulary'
import type { DecisionContext } from './index.ts'
import { DEFAULT_TABLE, prioritise, tableById, tables } from './index.ts'

const bod = tableById(DEFAULT_TABLE)!

const bare: VulnerabilityFacts = {
  id: 'CVE-2021-44228',
  aliases: [],
  retired: false,
  severities: [],
  cwes: [],
  ssvc: [],
  kev: [],
  exploits: [],
  records: [],
}

function context(facts: Partial<VulnerabilityFacts>, asset: Partial<DecisionContext['asset']> = {}): DecisionContext {
  return {
    facts: { ...bare, ...facts },
    asset: { exposure: 'unknown', exposureBasis: 'assumed', criticality: 'unknown', ...asset },
    knowledge: { kev: '2026-08-07', exploits: '2026-08-07', epss: '2026-08-02' },
    asOf: '2026-08-08',
  }
}

const kev = [
  { asserter: 'CISA', cve: 'CVE-2021-44228', dateAdded: '2021-12-10' as never, ransomware: 'known' as const },
]
const total = [{ by: 'CISA-ADP', automatable: 'yes' as const, technicalImpact: 'total' as const }]
const calm = [{ by: 'CISA-ADP', automatable: 'no' as const, technicalImpact: 'partial' as const }]
const internet = { exposure: 'internet' as Exposure, exposureBasis: 'observed' as const, exposureBy: 'scan' }

test('a KEV entry on an exposed asset is three days with forensic triage (BOD 26-04)', () => {
  const { priority } = prioritise(context({ kev, ssvc: total }, internet), bod)
  expect(priority).toMatchObject({ outcome: '3DF', urgency: 'now', dueDays: 3, exploitation: 'active' })
  expect(priority.basis).not.toBe('assumed')
  expect(priority.why).toBe('in KEV since 2021-12-10 (CISA) · publicly exposed · automatable · total impact')
})

test('unknown exposure takes the safer branch, says so, and sorts below the same decision from evidence', () => {
  const facts = { kev, ssvc: [{ by: 'CISA-ADP', automatable: 'no' as const, technicalImpact: 'total' as const }] }
  const assumed = prioritise(context(facts), bod)
  const observed = prioritise(context(facts, internet), bod)
  expect(assumed.priority).toMatchObject({ outcome: '3DF', basis: 'assumed' })
  expect(assumed.priority.why).toContain('assumed: publicly exposed')
  expect(assumed.rank('affected')).toBeLessThan(observed.rank('affected'))
})

test('an unknown input that cannot change the outcome does not weaken it', () => {
  const { priority } = prioritise(context({ kev, ssvc: calm, severities: [] }), bod)
  expect(priority.inputs.find((input) => input.point === 'cisa:PE:1.0.0')).toMatchObject({
    basis: 'assumed',
    decisive: false,
  })
  expect(priority).toMatchObject({ outcome: '14D', basis: 'stated' })
  expect(priority.why).not.toContain('assumed')
})

test('within an urgency what is known comes first, though more could be assumed of another', () => {
  const firm = prioritise(context({ ssvc: total }, internet), bod)
  const unknown = prioritise({ ...context({}), knowledge: {} }, bod)
  expect(firm.priority).toMatchObject({ outcome: '3D', urgency: 'now' })
  expect(unknown.priority).toMatchObject({ outcome: '3DF', urgency: 'now', basis: 'assumed' })
  expect(firm.rank('likely-affected')).toBeGreaterThan(unknown.rank('affected'))
  const calmer = prioritise(context({ ssvc: calm }, internet), bod)
  expect(calmer.priority.urgency).not.toBe('now')
  expect(unknown.rank('likely-affected')).toBeGreaterThan(calmer.rank('affected'))
})

test('where all is assumed, what is known to be exploited comes before what is only assumed to be', () => {
  const listed = prioritise(
    context({ kev, ssvc: [{ by: 'CISA-ADP', automatable: 'yes', technicalImpact: 'partial' }] }),
    bod,
  )
  const unknown = prioritise({ ...context({}), knowledge: {} }, bod)
  expect(listed.priority).toMatchObject({ outcome: '3D', urgency: 'now', basis: 'assumed', exploitation: 'active' })
  expect(unknown.priority).toMatchObject({ outcome: '3DF', urgency: 'now', basis: 'assumed', exploitation: 'unknown' })
  expect(listed.rank('likely-affected')).toBeGreaterThan(unknown.rank('affected'))
})

test('without a loaded KEV catalogue absence from it is not evidence', () => {
  const without = prioritise({ ...context({ ssvc: calm }, internet), knowledge: {} }, bod).priority
  expect(without.inputs.find((input) => input.point === 'cisa:KEV:1.0.0')).toMatchObject({
    basis: 'assumed',
    value: 'Y',
  })
  expect(without.kevUnknown).toBe(true)
  expect(prioritise(context({ ssvc: calm }, internet), bod).priority.kevUnknown).toBeUndefined()
})

test('automatable and impact are inferred from CVSS where no ADP record speaks', () => {
  const severities = [
    { version: '3.1' as const, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, by: 'nvd@nist.gov' },
  ]
  const { priority } = prioritise(context({ severities }, internet), bod)
  expect(priority.inputs.filter((input) => input.basis === 'inferred').map((input) => input.value)).toEqual(['Y', 'T'])
  expect(priority).toMatchObject({ outcome: '3D', basis: 'inferred' })
})

test('EPSS shows its 30-day change only where two dates allow it', () => {
  const epss = {
    date: '2026-08-02',
    probability: 0.4,
    modelVersion: 'v2025.03.14',
    history: [{ date: '2026-07-05', probability: 0.1 }],
  }
  expect(prioritise(context({ epss }), bod).priority.epss).toMatchObject({ changeSince: '2026-07-05' })
  const alone = { ...epss, history: [{ date: '2026-01-04', probability: 0.1 }] }
  expect(prioritise(context({ epss: alone }), bod).priority.epss).not.toHaveProperty('change30d')
})

const exposures = fc.constantFrom<Exposure>('isolated', 'internal', 'internet')
const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const severe: VulnerabilityFacts['severities'] = [{ version: '3.1', vector, score: 9.8, by: 'nvd' }]
const module: VulnerabilityFacts['exploits'] = [
  { kind: 'module', cve: 'CVE-2021-44228', source: 'metasploit', reference: 'x' },
]
const anyFacts = fc.record<Partial<VulnerabilityFacts>>({
  kev: fc.constantFrom<VulnerabilityFacts['kev']>([], kev),
  ssvc: fc.constantFrom<VulnerabilityFacts['ssvc']>([], calm, total),
  severities: fc.constantFrom<VulnerabilityFacts['severities']>([], severe),
  exploits: fc.constantFrom<VulnerabilityFacts['exploits']>([], module),
})

test('worse input never lowers a priority (law 3)', () => {
  fc.assert(
    fc.property(anyFacts, exposures, fc.constantFrom(...tables), (facts, exposure, table) => {
      const outcomeIndex = (priority: { outcome: string }) =>
        table.outcome.values.findIndex((value) => value.key === priority.outcome)
      const base = prioritise(context(facts, { ...internet, exposure }), table)
      const exploited = prioritise(context({ ...facts, kev }, { ...internet, exposure }), table)
      const exposed = prioritise(context(facts, internet), table)
      expect(outcomeIndex(exploited.priority)).toBeGreaterThanOrEqual(outcomeIndex(base.priority))
      expect(outcomeIndex(exposed.priority)).toBeGreaterThanOrEqual(outcomeIndex(base.priority))
      expect(exploited.rank('affected')).toBeGreaterThanOrEqual(base.rank('affected'))
    }),
  )
})

test('missing evidence never lowers a priority (law 2)', () => {
  fc.assert(
    fc.property(anyFacts, exposures, fc.constantFrom(...tables), (facts, exposure, table) => {
      const outcomeIndex = (priority: { outcome: string }) =>
        table.outcome.values.findIndex((value) => value.key === priority.outcome)
      const known = prioritise(context(facts, { ...internet, exposure }), table)
      const unknown = prioritise(context(facts), table)
      expect(outcomeIndex(unknown.priority)).toBeGreaterThanOrEqual(outcomeIndex(known.priority))
    }),
  )
})
