import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Day, Probability } from '#core/kernel'
import type { AffectedPackage, EpssScore, Statement } from '#core/vocabulary'
import { buildIndex } from '../build.ts'
import { memoryReader } from '../memory-reader.ts'
import type { Signals } from '../signals.ts'
import { openIndex } from './reader.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-index-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'knowledge.idx')

function statement(recordId: string, over: Partial<Statement> = {}): Statement {
  return {
    source: 'osv:PyPI',
    recordId,
    state: 'published',
    aliases: [],
    related: [],
    severities: [],
    cwes: [],
    ssvc: [],
    affected: [],
    references: [],
    ...over,
  }
}

const lodash: AffectedPackage = {
  kind: 'package',
  ecosystem: 'npm',
  name: 'lodash',
  scheme: 'npm',
  intervals: [{ max: '4.17.21' }],
  status: 'affected',
}
const score = (cve: string, date: string, probability: number): EpssScore => ({
  cve,
  date: date as Day,
  probability: probability as Probability,
  percentile: 0.5 as Probability,
  modelVersion: 'v2025',
})

const statements: Statement[] = [
  statement('GHSA-35jh-r3h4-6jhm', {
    source: 'osv:npm',
    aliases: ['CVE-2021-23337'],
    affected: [lodash],
    title: 'Injection',
  }),
  statement('CVE-2021-23337', {
    source: 'nvd',
    affected: [
      {
        kind: 'cpe',
        operator: 'OR',
        nodes: [
          {
            operator: 'OR',
            matches: [{ cpe: 'cpe:2.3:a:lodash:lodash:*:*:*:*:*:node.js:*:*', vulnerable: true, max: '4.17.21' }],
          },
        ],
      },
    ],
    severities: [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', by: 'nvd@nist.gov' }],
  }),
  statement('DSA-1-1', {
    source: 'osv:Debian',
    related: ['CVE-2020-0001', 'CVE-2020-0002'],
    affected: [{ ...lodash, ecosystem: 'Debian:11', name: 'openssl', scheme: 'deb' }],
  }),
]
const signals: Signals = {
  kev: [{ asserter: 'CISA', cve: 'CVE-2020-0001', dateAdded: '2022-01-01' as Day, ransomware: 'unknown' }],
  epss: [
    score('CVE-2021-23337', '2026-07-05', 0.1),
    score('CVE-2021-23337', '2026-08-02', 0.25),
    score('CVE-2019-9999', '2026-07-05', 0.00043),
  ],
}

function opened() {
  const index = openIndex(path)
  if (!index.ok) throw new Error(index.error.message)
  return index.value
}

const keys = ['npm/lodash', 'cpe/lodash/lodash', 'debian/openssl', 'npm/absent']
const ids = ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm', 'DSA-1-1', 'CVE-2020-0001', 'CVE-2019-9999', 'CVE-2000-0001']

describe('the index file', () => {
  it('answers exactly as the same knowledge in memory', () => {
    buildIndex(statements, signals, path)
    const index = opened()
    const memory = memoryReader(statements, signals)
    for (const key of keys) expect(index.statements(key)).toEqual(memory.statements(key))
    for (const id of ids) expect(index.vulnerability(id)).toEqual(memory.vulnerability(id))
    expect(index.coverages()).toEqual(memory.coverages())
    for (const ecosystem of ['Debian', 'Debian:11', 'Debian:12', 'npm', 'cpe', 'Maven']) {
      expect(index.coverage(ecosystem)).toEqual(memory.coverage(ecosystem))
    }
    index.close()
  })

  it('a distribution advisory points at every CVE it covers without merging them', () => {
    buildIndex(statements, signals, path)
    const index = opened()
    expect(index.statements('debian/openssl')[0]?.vulnerabilityIds).toEqual(['CVE-2020-0001', 'CVE-2020-0002'])
    expect(index.vulnerability('CVE-2020-0001')?.kev).toHaveLength(1)
    expect(index.vulnerability('CVE-2020-0002')?.kev).toHaveLength(0)
    expect(index.vulnerability('DSA-1-1')).toBeUndefined()
    index.close()
  })

  it('has the same bytes whatever the order of its content (law 1)', () => {
    buildIndex(statements, signals, path)
    const first = readFileSync(path)
    buildIndex([...statements].reverse(), { ...signals, epss: [...(signals.epss ?? [])].reverse() }, path)
    expect(readFileSync(path).equals(first)).toBe(true)
  })

  it('a missing, foreign, shortened or older file is a problem that says what to do', () => {
    buildIndex(statements, signals, path)
    const bytes = readFileSync(path)
    expect(openIndex(join(folder, 'none'))).toMatchObject({ error: { code: 'index-missing' } })
    writeFileSync(path, 'hello')
    expect(openIndex(path)).toMatchObject({ error: { code: 'index-corrupt' } })
    writeFileSync(path, Buffer.alloc(100))
    expect(openIndex(path)).toMatchObject({ error: { code: 'index-not-an-index' } })
    const older = Buffer.from(bytes)
    older.writeUInt32LE(0, 8)
    writeFileSync(path, older)
    expect(openIndex(path)).toMatchObject({ error: { code: 'index-version' } })
    writeFileSync(path, bytes)
    truncateSync(path, bytes.length - 1)
    expect(openIndex(path)).toMatchObject({ error: { code: 'index-corrupt' } })
  })

  it('a flipped byte never gives another answer: it is noticed or without effect', () => {
    buildIndex(statements, signals, path)
    const bytes = readFileSync(path)
    const truth = JSON.stringify(memoryReader(statements, signals).statements('npm/lodash'))
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const damaged = Buffer.from(bytes)
        damaged[place]! ^= change
        writeFileSync(path, damaged)
        const index = openIndex(path)
        if (!index.ok) return
        try {
          const answer = JSON.stringify(index.value.statements('npm/lodash'))
          // A damaged table can lose an entry's slot; what is answered is never altered.
          expect([truth, '[]']).toContain(answer)
        } catch (error) {
          expect((error as Error).message).toMatch(/damaged/)
        } finally {
          index.value.close()
        }
      }),
      { numRuns: 300 },
    )
  })
})
