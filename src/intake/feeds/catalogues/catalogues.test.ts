import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { defaultFeedLimits, type Feed } from '../contract.ts'
import { memorySink } from '../memory-sink.kit.ts'
import { atlas } from './atlas.ts'
import { attackEnterprise, attackIcs } from './attack.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-catalogues-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function reading(feed: Feed, path: string) {
  const sink = memorySink()
  const read = await feed.read({ path, name: 'file' }, sink, defaultFeedLimits)
  return { read, catalogue: sink.catalogues[0], newest: sink.newest }
}

function written(content: string | Buffer): string {
  const path = join(folder, `${Math.random()}`)
  writeFileSync(path, content)
  return path
}

const pattern = (external_id: string, name: string, more: object = {}) => ({
  ...{ type: 'attack-pattern', name, modified: '2025-11-13T00:00:00Z' },
  ...{ external_references: [{ source_name: 'mitre-attack', external_id }], ...more },
})
const bundle = (...objects: object[]) => JSON.stringify({ type: 'bundle', objects })

describe('ATT&CK', () => {
  it('is its techniques by id and title; what is retired is counted and not kept', async () => {
    const objects = [
      { type: 'x-mitre-collection', x_mitre_version: '18.1' },
      pattern('T1566', 'Phishing'),
      pattern('T1566.002', 'Spearphishing  Link'),
      pattern('T1000', 'Gone', { revoked: true }),
      pattern('T1001', 'Old', { x_mitre_deprecated: true }),
      { type: 'malware', name: 'uses "attack-pattern" in words' },
    ]
    const { read, catalogue } = await reading(attackEnterprise, written(bundle(...objects)))
    expect(catalogue).toEqual({
      ...{ id: 'attack-enterprise', version: '18.1' },
      techniques: [
        { id: 'T1566', title: 'Phishing' },
        { id: 'T1566.002', title: 'Spearphishing Link', parent: 'T1566' },
      ],
    })
    expect(read).toMatchObject({
      value: { outcome: { status: 'complete', read: 4, kept: 2, dropped: [{ code: 'retired', count: 2 }] } },
    })
  })

  it('without a release of its own is as of its newest technique', async () => {
    const older = pattern('T0801', 'Monitor', { modified: '2024-01-01T00:00:00Z' })
    const objects = bundle(pattern('T0800', 'Activate'), older)
    const { catalogue, newest } = await reading(attackIcs, written(gzipSync(objects)))
    expect(catalogue).toMatchObject({ id: 'attack-ics', version: 'of 2025-11-13' })
    expect(newest).toBe('2025-11-13')
  })

  it.each([
    ['no technique', bundle({ type: 'malware' }), 'no-records'],
    ['a cut file', bundle(pattern('T1566', 'Phishing')).slice(0, -4), 'truncated'],
    ['an empty file', '', 'empty'],
  ])('of %s nothing is kept', async (_, text, code) => {
    const { read, catalogue } = await reading(attackEnterprise, written(text))
    expect(catalogue).toBeUndefined()
    expect(read).toMatchObject({ ok: false, error: { code } })
  })
})

describe('ATLAS', () => {
  const document = (techniques: unknown) => stringify({ version: '5.6.0', matrices: [{ techniques }] })

  it('is its techniques by id and title', async () => {
    const techniques = [
      { id: 'AML.T0051', name: 'LLM Prompt Injection', description: 'long', modified_date: '2025-04-09' },
      { id: 'AML.T0051.001', name: 'Indirect', 'subtechnique-of': 'AML.T0051' },
      { id: 'AML.T0051', name: 'again' },
      { name: 'nameless' },
      'not even an object',
    ]
    const { read, catalogue, newest } = await reading(atlas, written(document(techniques)))
    expect(newest).toBe('2025-04-09')
    expect(catalogue).toEqual({
      ...{ id: 'atlas', version: '5.6.0' },
      techniques: [
        { id: 'AML.T0051', title: 'LLM Prompt Injection' },
        { id: 'AML.T0051.001', title: 'Indirect', parent: 'AML.T0051' },
      ],
    })
    expect(read).toMatchObject({ value: { outcome: { read: 5, kept: 2, status: 'partial' } } })
  })

  it.each([
    ['another YAML', 'a: b', 'no-records'],
    ['no YAML', 'a: [', 'not-yaml'],
    [
      'aliases that unfold without end',
      `version: 1\na: &a [${'x,'.repeat(9)}x]\nb: &b [${'*a,'.repeat(60)}*a]\n`,
      'not-yaml',
    ],
    ['a version without techniques', document([]), 'no-records'],
  ])('of %s nothing is kept', async (_, text, code) => {
    const { read, catalogue } = await reading(atlas, written(text))
    expect(catalogue).toBeUndefined()
    expect(read).toMatchObject({ ok: false, error: { code } })
  })
})

const data = join(process.env.LUNETTE_TEST_DATA ?? '../shared/data', 'feeds/attack')

describe.skipIf(!existsSync(data))('as published (skipped without LUNETTE_TEST_DATA)', () => {
  it.each([
    [atlas, 'ATLAS.yaml.gz', '5.6.0', 170, 'AML.T0051.001', 'Indirect'],
    [attackEnterprise, 'enterprise-attack.json.gz', /^of 2025-/, 600, 'T1566.002', 'Spearphishing Link'],
    [attackIcs, 'ics-attack.json.gz', /^of 20/, 70, 'T0843', 'Program Download'],
  ] as const)('$0.id', async (feed, name, version, least, id, title) => {
    const { read, catalogue } = await reading(feed, join(data, name))
    expect(read).toMatchObject({ ok: true, value: { outcome: { status: 'complete' } } })
    expect(catalogue!.version).toMatch(version)
    expect(catalogue!.techniques.length).toBeGreaterThanOrEqual(least)
    expect(catalogue!.techniques.find((one) => one.id === id)).toMatchObject({ title })
  })
})
