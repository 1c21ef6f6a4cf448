import { describe, expect, it } from 'vitest'
import type { ReportedFacts, ReportedFinding } from '#core/vocabulary'
import { reportWords } from './report-words.ts'

function finding(over: Partial<ReportedFinding>): ReportedFinding {
  return {
    ref: '/1',
    kind: 'vulnerability',
    ruleId: 'CVE-2026-1000',
    title: 'Reads too far',
    vulnerabilityIds: ['CVE-2026-1000'],
    cwes: [],
    fixedVersions: [],
    place: {},
    state: 'open',
    references: [],
    ...over,
  }
}

const wordsOf = (...findings: ReportedFinding[]) => reportWords({ importer: 'trivy', findings })
const high = { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, by: 'nvd' } as const

describe('what a report says of vulnerabilities themselves', () => {
  it('is kept once, under the CVE where it names one, by all its names', () => {
    const said = wordsOf(
      finding({ ruleId: 'GHSA-a', vulnerabilityIds: ['GHSA-a', 'CVE-2026-1000'], description: 'It reads too far.' }),
      finding({ facts: { severities: [high] } }),
    )
    expect(said).toEqual([
      {
        tool: 'trivy',
        ids: ['CVE-2026-1000', 'GHSA-a'],
        title: 'Reads too far',
        description: 'It reads too far.',
        references: [],
        facts: { severities: [high] },
      },
    ])
  })

  it('is put together so that the worse and the earlier is kept', () => {
    const early: ReportedFacts = {
      published: '2026-01-02',
      epss: { date: '2026-10-01', probability: 0.9 },
      notInKev: '2026-10-01',
    }
    const late: ReportedFacts = {
      published: '2026-03-04',
      epss: { date: '2026-10-02', probability: 0.1 },
      kev: { dateAdded: '2026-05-06' as never, ransomware: 'known' },
    }
    const [said] = wordsOf(finding({ facts: early, severity: 'low' }), finding({ facts: late, severity: 'high' }))
    expect(said?.facts).toEqual({ published: early.published, epss: late.epss, kev: late.kev, severity: 'high' })
  })

  it('leaves out what it says nothing of and rules that are no vulnerability', () => {
    expect(wordsOf(finding({}), finding({ kind: 'secret', description: 'a key' }))).toEqual([])
  })

  it('takes no title that only names the component: the first sentence of the description stands in', () => {
    const component = { ref: '1', name: 'left-pad' } as never
    const named = { title: 'CVE-2026-1000 in left-pad', component }
    const [said] = wordsOf(finding({ ...named, description: `It reads too far. ${'x'.repeat(5_000)}` }))
    expect(said).toMatchObject({ title: 'It reads too far' })
    expect(said?.description).toHaveLength(2_000)
    expect(wordsOf(finding({ ...named, severity: 'high' }))[0]).not.toHaveProperty('title')
    const [none] = wordsOf(finding({ ...named, description: 'No description is available for this CVE.' }))
    expect(none).not.toHaveProperty('description')
    expect(none).not.toHaveProperty('title')
  })
})
