import { describe, expect, it } from 'vitest'
import type { Statement } from '#core/vocabulary'
import { normaliseCve5 } from './normalise.ts'

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'

const container = (shortName: string, over: object = {}) => ({ providerMetadata: { shortName }, ...over })

function statementOf(cna: object, adp: unknown = [], metadata: object = {}): Statement {
  const cveMetadata = { cveId: 'CVE-2026-1000', state: 'PUBLISHED', ...metadata }
  const read = normaliseCve5({ cveMetadata, containers: { cna, adp } })
  if (!('statements' in read)) throw new Error(JSON.stringify(read))
  return read.statements[0]!
}

const ssvc = (content: object) => ({ metrics: [{ other: { type: 'ssvc', content } }] })

describe('the containers of a CVE record', () => {
  it('each speaks under its own name: scores, software and applicability', () => {
    const software = (product: string) => [
      { vendor: 'acme', product, versions: [{ version: '1.0', status: 'affected' }] },
    ]
    const cpe = 'cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*'
    const statement = statementOf(container('acme', { affected: software('server') }), [
      container('CISA-ADP', { metrics: [{ cvssV3_1: { vectorString: VECTOR, baseScore: 9.8 } }] }),
      container('redhat-adp', { affected: software('server-plus') }),
      container('NVD-ADP', {
        cpeApplicability: [{ nodes: [{ operator: 'OR', cpeMatch: [{ criteria: cpe, vulnerable: true }] }] }],
      }),
    ])
    expect(statement.severities).toEqual([{ version: '3.1', vector: VECTOR, score: 9.8, by: 'CISA-ADP' }])
    expect(statement.affected).toMatchObject([
      { kind: 'product', product: 'server', by: 'acme' },
      { kind: 'product', product: 'server-plus', by: 'redhat-adp' },
      { kind: 'cpe', by: 'NVD-ADP' },
    ])
  })

  it('what an ADP only repeats of the CNA is told once, by the CNA', () => {
    const affected = [{ vendor: 'acme', product: 'server', versions: [{ version: '1.0', status: 'affected' }] }]
    const statement = statementOf(container('acme', { affected }), [container('CISA-ADP', { affected })])
    expect(statement.affected).toMatchObject([{ by: 'acme' }])
  })

  it('an ADP’s CPE names the one product that its CNA names in words', () => {
    const cpes = ['cpe:2.3:a:acme:server:1.0:*:*:*:*:linux:*:*']
    const versions = [{ version: '1.0', status: 'affected' }]
    const words = (product: string) => ({ vendor: 'The Acme Company', product, versions })
    const adp = container('CISA-ADP', { affected: [{ vendor: 'acme', product: 'server', cpes, versions }] })
    const [one] = statementOf(container('acme', { affected: [words('Server')] }), [adp]).affected
    expect(one).toMatchObject({ container: 'cna', cpes: ['cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*'] })
    const [several] = statementOf(container('acme', { affected: [words('Server'), words('Client')] }), [adp]).affected
    expect(several).not.toHaveProperty('cpes')
  })

  it('decision points of CISA’s ADP are read, in either spelling of a proof of concept', () => {
    const options = [{ Exploitation: 'poc' }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }]
    const { ssvc: stated } = statementOf(container('acme'), [
      container('CISA-ADP', ssvc({ timestamp: '2026-08-01T10:00:00Z', options })),
      container('other-adp', ssvc({ options: [{ exploitation: 'public poc' }, { Automatable: 'maybe' }] })),
    ])
    expect(stated).toEqual([
      {
        by: 'CISA-ADP',
        at: '2026-08-01T10:00:00.000Z',
        exploitation: 'public poc',
        automatable: 'yes',
        technicalImpact: 'total',
      },
      { by: 'other-adp', exploitation: 'public poc' },
    ])
  })

  it('weaknesses of all containers count once', () => {
    const weak = (cweId: string) => ({ problemTypes: [{ descriptions: [{ cweId }] }] })
    const { cwes } = statementOf(container('acme', weak('CWE-79')), [
      container('CISA-ADP', weak('CWE-79')),
      container('x', weak('CWE-89')),
    ])
    expect(cwes).toEqual(['CWE-79', 'CWE-89'])
  })

  it('a container without a name speaks unnamed, and one that is none says nothing', () => {
    const metrics = [{ cvssV3_1: { vectorString: VECTOR } }]
    expect(statementOf({ metrics }, [null, 7, 'x']).severities).toMatchObject([{ by: 'unnamed', score: 9.8 }])
    expect(statementOf(container('acme'), 'no list')).toMatchObject({ ssvc: [], affected: [] })
  })

  it('a rejected record affects nothing, whatever its containers say, and tells why', () => {
    const affected = [{ vendor: 'acme', product: 'server', versions: [{ version: '1.0', status: 'affected' }] }]
    const cna = container('acme', { rejectedReasons: [{ lang: 'en', value: 'A duplicate.' }], affected })
    expect(statementOf(cna, [container('CISA-ADP', { affected })], { state: 'REJECTED' })).toMatchObject({
      state: 'rejected',
      description: 'A duplicate.',
      affected: [],
    })
  })
})
