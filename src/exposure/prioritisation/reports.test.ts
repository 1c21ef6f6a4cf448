import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportedFacts, VulnerabilityFacts } from '#core/vocabulary'
import type { AssetContext, KnowledgeExtent } from './index.ts'
import { DEFAULT_TABLE, prioritise, tableById, withReports } from './index.ts'
import type { ReportedBy } from './reports.ts'

const CVE = 'CVE-2026-1000'
const asOf = '2026-11-30'
const bod = tableById(DEFAULT_TABLE)!
const exposed: AssetContext = {
  exposure: 'internet',
  exposureBasis: 'stated',
  exposureBy: 'ada',
  criticality: 'unknown',
}
const inside: AssetContext = { ...exposed, exposure: 'internal' }

const bare: VulnerabilityFacts = {
  id: CVE,
  aliases: [],
  retired: false,
  severities: [],
  cwes: [],
  ssvc: [],
  kev: [],
  exploits: [],
  records: [],
}

const calm = { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N', score: 2.6, by: 'nvd' } as const
const wild = { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, by: 'nvd' } as const

function decide(
  reports: readonly ReportedBy[],
  over: { own?: Partial<VulnerabilityFacts>; knowledge?: KnowledgeExtent; asset?: AssetContext } = {},
) {
  const { own = {}, knowledge = {}, asset = exposed } = over
  const heard = withReports({ facts: { ...bare, ...own }, knowledge }, reports)
  return prioritise({ ...heard, asset, asOf }, bod).priority
}

const trivy = (facts: ReportedFacts): ReportedBy => ({ tool: 'trivy', facts })
const grype = (facts: ReportedFacts): ReportedBy => ({ tool: 'grype', facts })
const inputOf = ({ inputs }: ReturnType<typeof decide>, label: string) => inputs.find((input) => input.label === label)

describe('before any feed is loaded', () => {
  it('a report’s score decides what can be inferred from it, and is named as the report’s', () => {
    const without = decide([])
    const priority = decide([trivy({ severities: [calm] })])
    expect([without.outcome, priority.outcome]).toEqual(['3DF', '14D'])
    expect(inputOf(priority, 'Automatable')).toMatchObject({
      value: 'N',
      basis: 'inferred',
      source: 'CVSS by nvd via Trivy',
    })
    expect(priority.cvss).toEqual({ score: 2.6, vector: calm.vector, version: '3.1', by: 'nvd via Trivy' })
  })

  it('what the report does not say is assumed, and the row says so', () => {
    const priority = decide([trivy({ severities: [calm] })])
    expect(priority).toMatchObject({ basis: 'assumed', why: 'publicly exposed · assumed: in KEV' })
  })

  it('a listing in the tool’s copy of KEV is stated, by whom', () => {
    const priority = decide([grype({ kev: { dateAdded: '2026-05-01' as never, ransomware: 'known' } })], {
      asset: inside,
    })
    expect(inputOf(priority, 'In KEV')).toMatchObject({ value: 'Y', basis: 'stated', source: 'CISA via Grype' })
    expect(priority.why).toContain('in KEV since 2026-05-01 (CISA via Grype)')
  })

  it('that its copy does not list it is inferred, of what was known by then', () => {
    const known = { severities: [calm], notInKev: '2026-11-20' }
    const priority = decide([grype({ ...known, published: '2024-01-01' })])
    expect(inputOf(priority, 'In KEV')).toMatchObject({ value: 'N', basis: 'inferred', source: 'CISA via Grype' })
    expect(priority.outcome).toBe('60D')
    expect(inputOf(decide([grype(known)]), 'In KEV')).toMatchObject({ value: 'Y', basis: 'assumed' })
    expect(inputOf(decide([grype({ ...known, published: '2026-11-25' })]), 'In KEV')).toMatchObject({
      basis: 'assumed',
    })
    const old = grype({ ...known, published: '2024-01-01', notInKev: '2025-06-01' })
    expect(inputOf(decide([old]), 'In KEV')).toMatchObject({ basis: 'assumed' })
  })

  it('EPSS of a report orders, with its day and whose it is', () => {
    const { epss } = decide([grype({ epss: { date: '2026-11-01', probability: 0.4, percentile: 0.97 } })])
    expect(epss).toMatchObject({ probability: 0.4, date: '2026-11-01', by: 'Grype' })
  })
})

const statements: fc.Arbitrary<ReportedFacts> = fc.record(
  {
    published: fc.constantFrom('2020-01-01', '2026-11-10', '2026-11-29'),
    severities: fc.subarray([calm, wild], { minLength: 1 }),
    epss: fc.record({ date: fc.constantFrom('2026-11-01', '2026-11-02'), probability: fc.constantFrom(0.01, 0.9) }),
    kev: fc.constant({ dateAdded: '2026-05-01' as never, ransomware: 'unknown' as const }),
    notInKev: fc.constantFrom('2025-01-01', '2026-11-05', '2026-11-28'),
  },
  { requiredKeys: [] },
)
const reports = fc.array(fc.record({ tool: fc.constantFrom('trivy', 'grype', 'other'), facts: statements }), {
  maxLength: 4,
})
const due = (priority: ReturnType<typeof decide>) => bod.outcome.values.findIndex(({ key }) => key === priority.outcome)

describe('reports', () => {
  it('say nothing where our own sources speak of today', () => {
    const own = {
      severities: [{ ...wild, by: 'nvd@nist.gov' }],
      epss: { date: asOf, probability: 0.1, modelVersion: '4', history: [] },
    }
    const over = { own: { ...own, published: '2026-01-01' }, knowledge: { kev: asOf, exploits: asOf } }
    fc.assert(
      fc.property(reports, (all) => {
        expect(decide(all, over)).toEqual(decide([], over))
      }),
    )
  })

  it('decide alike in whatever order they come', () => {
    fc.assert(
      fc.property(reports, (all) => {
        expect(decide(all.toReversed())).toEqual(decide(all))
      }),
    )
  })

  it('never make it less urgent by one more that says something worse', () => {
    const worse = fc.constantFrom<ReportedFacts>(
      { severities: [wild] },
      { kev: { dateAdded: '2026-01-01' as never, ransomware: 'unknown' } },
    )
    const context = fc.record({ asset: fc.constantFrom(exposed, inside), old: fc.boolean() })
    fc.assert(
      fc.property(reports, worse, context, (all, more, { asset, old }) => {
        const knowledge = old ? { kev: '2026-08-01', outdated: ['kev' as const] } : {}
        // Where nothing at all is known of a score, the more urgent branch is taken already.
        const known = [trivy({ severities: [calm] }), ...all]
        const before = due(decide(known, { asset, knowledge }))
        expect(due(decide([...known, grype(more)], { asset, knowledge }))).toBeGreaterThanOrEqual(before)
      }),
    )
  })
})
