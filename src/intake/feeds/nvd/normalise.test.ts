import { describe, expect, it } from 'vitest'
import type { AffectedCpe, Statement } from '#core/vocabulary'
import { readText } from '../read-text.kit.ts'
import { anchore } from './anchore.ts'
import { normaliseNvd } from './normalise.ts'

const CPE = 'cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*'

function statementOf(cve: object): Statement {
  const read = normaliseNvd({ cve: { id: 'CVE-2026-1000', ...cve } })
  if (!('statements' in read)) throw new Error(JSON.stringify(read))
  return read.statements[0]!
}

const matchesOf = (...cpeMatch: object[]) =>
  (statementOf({ configurations: [{ nodes: [{ operator: 'OR', cpeMatch }] }] }).affected as AffectedCpe[]).flatMap(
    ({ nodes }) => nodes.flatMap(({ matches }) => matches),
  )

describe('an NVD record', () => {
  it('says when it was published and changed, in UTC, and what it describes in English', () => {
    const descriptions = [
      { lang: 'es', value: 'Un fallo.' },
      { lang: 'en', value: 'A flaw.' },
    ]
    const times = { published: '2026-07-01T10:15:00.000', lastModified: '2026-08-01T00:00:00.000' }
    expect(statementOf({ ...times, descriptions })).toMatchObject({
      source: 'nvd',
      recordId: 'CVE-2026-1000',
      state: 'published',
      published: '2026-07-01T10:15:00.000Z',
      modified: '2026-08-01T00:00:00.000Z',
      description: 'A flaw.',
    })
  })

  it('keeps every score with its version and who gave it, the newest version first', () => {
    const scored = (source: string, vectorString: string, baseScore: number) => ({
      source,
      cvssData: { vectorString, baseScore },
    })
    const metrics = {
      cvssMetricV2: [scored('nvd@nist.gov', 'AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5)],
      cvssMetricV31: [
        scored('nvd@nist.gov', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8),
        scored('cna@acme.example', 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.4),
        scored('cna@acme.example', 'not a vector', 1),
      ],
    }
    expect(statementOf({ metrics }).severities).toMatchObject([
      { version: '3.1', score: 9.8, by: 'nvd@nist.gov' },
      { version: '3.1', score: 8.4, by: 'cna@acme.example' },
      { version: '2.0', score: 7.5, by: 'nvd@nist.gov' },
    ])
  })

  it('names weaknesses once, and not its placeholders', () => {
    const weakness = (value: string) => ({ description: [{ lang: 'en', value }] })
    const weaknesses = [weakness('CWE-79'), weakness('NVD-CWE-noinfo'), weakness('CWE-79')]
    expect(statementOf({ weaknesses }).cwes).toEqual(['CWE-79'])
  })

  it('bounds are inclusive or exclusive as it says', () => {
    const bounded = (over: object) => ({ vulnerable: true, criteria: CPE, ...over })
    expect(
      matchesOf(
        bounded({ versionStartIncluding: '1.0', versionEndExcluding: '2.0' }),
        bounded({ versionStartExcluding: '1.0', versionEndIncluding: '2.0' }),
        bounded({}),
      ),
    ).toEqual([
      { cpe: CPE, vulnerable: true, min: '1.0', max: '2.0' },
      { cpe: CPE, vulnerable: true, min: '1.0', minExclusive: true, max: '2.0', maxInclusive: true },
      { cpe: CPE, vulnerable: true },
    ])
  })

  it('a platform to run on is no vulnerable product, and AND stays AND', () => {
    const node = (criteria: string, vulnerable: boolean) => ({ operator: 'OR', cpeMatch: [{ criteria, vulnerable }] })
    const system = 'cpe:2.3:o:acme:system:*:*:*:*:*:*:*:*'
    const configurations = [{ operator: 'AND', nodes: [node(CPE, true), node(system, false)] }]
    expect(statementOf({ configurations }).affected).toEqual([
      {
        kind: 'cpe',
        operator: 'AND',
        nodes: [
          { operator: 'OR', matches: [{ cpe: CPE, vulnerable: true }] },
          { operator: 'OR', matches: [{ cpe: system, vulnerable: false }] },
        ],
      },
    ])
  })

  it('what is no CPE 2.3 name, or a placeholder, says nothing', () => {
    expect(
      matchesOf({ criteria: 'cpe:/a:acme:server' }, { criteria: 'cpe:2.3:a:null:null:*:*:*:*:*:*:*:*' }, {}),
    ).toEqual([])
  })

  it('a rejected one affects nothing any more', () => {
    const configurations = [{ nodes: [{ operator: 'OR', cpeMatch: [{ criteria: CPE, vulnerable: true }] }] }]
    expect(statementOf({ vulnStatus: 'Rejected', configurations })).toMatchObject({ state: 'rejected', affected: [] })
    expect(statementOf({ vulnStatus: 'Analyzed', configurations }).affected).toHaveLength(1)
  })

  it.each([[{}], [{ cve: { id: 'GHSA-1' } }], [{ cve: null }], [7]])('%j is dropped: it names no CVE', (record) => {
    expect(normaliseNvd(record)).toMatchObject({ dropped: 'no-cve-id' })
  })
})

describe('an override of Anchore', () => {
  const override = (cve: object) =>
    JSON.stringify({ _annotation: { cve_id: 'CVE-2026-1000', modified: '2026-08-01T00:00:00Z', reason: 'why' }, cve })

  it('gives the configurations that replace NVD’s', async () => {
    const configurations = [{ nodes: [{ operator: 'OR', cpeMatch: [{ criteria: CPE, vulnerable: true }] }] }]
    const { taken } = await readText(anchore, override({ configurations }))
    expect(taken.statements).toMatchObject([
      { source: 'anchore', recordId: 'CVE-2026-1000', description: 'why', affected: [{ kind: 'cpe', operator: 'OR' }] },
    ])
  })

  it('without configurations is kept: it withdraws NVD’s', async () => {
    const { taken } = await readText(anchore, override({ configurations: [] }))
    expect(taken.statements).toMatchObject([{ recordId: 'CVE-2026-1000', affected: [] }])
  })
})
