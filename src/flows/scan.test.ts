import { expect, it } from 'vitest'
import { isUncertain } from '#action/reports'
import { emptyOutcome, type Instant } from '#core/kernel'
import type { Statement } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { tableById } from '#exposure/prioritisation'
import { importBytes } from '#intake/importers'
import { scan } from './scan.ts'

const statement: Statement = {
  source: 'osv:npm',
  recordId: 'GHSA-aaaa-bbbb-cccc',
  state: 'published',
  aliases: [],
  related: [],
  severities: [],
  cwes: [],
  ssvc: [],
  references: [],
  affected: [
    {
      kind: 'package',
      ecosystem: 'npm',
      name: 'left-pad',
      scheme: 'npm',
      intervals: [{ max: '1.3.1' }],
      status: 'affected',
    },
  ],
}

interface Given {
  asOf: Record<string, string>
  directOnly: true
  complete: false
  dropped: { code: string; count: number; example: string }[]
  refused: { path: string; reason: string }[]
}

async function scanned(now: string, given: Partial<Given> = {}) {
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: ['left-pad@1.3.0', 'right-pad@1.0.0'].map((name) => ({
      type: 'library',
      name,
      purl: `pkg:npm/${name}`,
    })),
  }
  const read = await importBytes(Buffer.from(JSON.stringify(bom)), 'bom.json')
  if (!read.ok) throw new Error(read.error.message)
  const { dropped = [], refused = [], asOf = { 'osv:npm': '2026-08-01T00:00:00.000Z' }, ...said } = given
  const knowledge = memoryReader([statement], {
    kev: [],
    exploits: [],
    epss: [],
    asOf: new Map(Object.entries(asOf)),
  })
  const inventory = { ...read.value.inventory, ...said }
  return scan([{ inventory, outcome: { ...emptyOutcome(), dropped } }], knowledge, () => now as Instant, {
    target: 'bom.json',
    asset: { exposure: 'unknown', exposureBasis: 'assumed', criticality: 'unknown' },
    table: tableById('bod-26-04')!,
    dial: 'precise',
    vex: [],
    origin: 'index',
    refused,
    maxAgeDays: 7,
  })
}

it('judges every component by current knowledge', async () => {
  expect(await scanned('2026-08-05T00:00:00.000Z')).toMatchObject({ unknown: 0, findings: [{}] })
})

it('by knowledge that is too old what matches is told and nothing is clean', async () => {
  const report = await scanned('2026-09-05T00:00:00.000Z')
  expect(report).toMatchObject({ unknown: 2, findings: [{ vulnerabilityId: 'GHSA-aaaa-bbbb-cccc' }] })
  expect(report.coverage).toMatchObject([{ ecosystem: 'npm', covered: 0, unknown: { stale: 2 } }])
})

const current = '2026-08-05T00:00:00.000Z'
const halves: [what: string, given: Partial<Given>][] = [
  ['a file that was refused', { refused: [{ path: 'yarn.lock', reason: 'no yarn lockfile' }] }],
  ['records that were damaged', { dropped: [{ code: 'wrong-type', count: 1, example: '/components/7' }] }],
  ['a manifest of direct dependencies', { directOnly: true }],
  ['a run that broke off', { complete: false }],
]
it.each(halves)('%s makes a scan uncertain although all that was read could be judged', async (_what, given) => {
  expect(isUncertain(await scanned(current))).toBe(false)
  const report = await scanned(current, given)
  expect(report.unknown).toBe(0)
  expect(isUncertain(report)).toBe(true)
})

it('names what nobody ever read of what its decisions rest on', async () => {
  const { knowledge } = await scanned(current)
  const exploits = ['metasploit', 'exploit-db', 'nuclei'].map((index) => `exploit/${index}`)
  expect(knowledge.neverRead).toEqual(['kev/CISA', 'epss', ...exploits])
  const read = Object.fromEntries(['osv:npm', ...knowledge.neverRead].map((source) => [source, current]))
  expect((await scanned(current, { asOf: read })).knowledge.neverRead).toEqual([])
  const { 'osv:npm': _read, ...others } = read
  expect((await scanned(current, { asOf: others })).knowledge.neverRead).toEqual(['osv:npm'])
})

it('is as old as the oldest of what it rests on, whenever that was put together', async () => {
  const npm = { of: 'npm', asOf: '2026-08-01T00:00:00.000Z' }
  expect((await scanned(current)).knowledge).toMatchObject({ oldest: npm })
  expect((await scanned('2026-09-05T00:00:00.000Z')).knowledge).toMatchObject({ oldest: npm })
  const asOf = { 'osv:npm': npm.asOf, 'osv:PyPI': '2020-01-01T00:00:00.000Z', epss: '2026-07-01T00:00:00.000Z' }
  expect((await scanned(current, { asOf })).knowledge.oldest).toEqual({ of: 'epss', asOf: asOf.epss })
  expect((await scanned(current, { asOf: {} })).knowledge.oldest).toBeNull()
})

const knowledge = memoryReader([statement], { kev: [], exploits: [], epss: [] })

async function scannedFiles(files: Readonly<Record<string, readonly string[]>>) {
  const imports = []
  for (const [path, names] of Object.entries(files)) {
    const components = names.map((name, index) => ({ 'bom-ref': `${index}`, name, purl: `pkg:npm/${name}` }))
    const bom = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
    const read = await importBytes(bom, path)
    if (!read.ok) throw new Error(read.error.message)
    imports.push({ ...read.value, path })
  }
  return scan(imports, knowledge, () => '2026-08-05T00:00:00.000Z' as Instant, {
    target: 'project',
    asset: { exposure: 'unknown', exposureBasis: 'assumed', criticality: 'unknown' },
    table: tableById('bod-26-04')!,
    dial: 'precise',
    vex: [],
    origin: 'index',
    refused: [],
  })
}

it('counts a component that a file lists twice once, as an import does', async () => {
  const report = await scannedFiles({ 'bom.json': ['left-pad@1.3.0', 'left-pad@1.3.0', 'right-pad@1.0.0'] })
  expect(report).toMatchObject({ components: 2, listed: 3, findings: [{}] })
  expect(report.coverage).toMatchObject([{ ecosystem: 'npm', components: 2 }])
  expect(report.findings[0]!.component.files).toBeUndefined()
})

it('tells what lies in two folders apart, each with the files that list it', async () => {
  const { findings, components } = await scannedFiles({
    'web/a.json': ['left-pad@1.3.0'],
    'web/b.json': ['left-pad@1.3.0'],
    'api/c.json': ['left-pad@1.2.0'],
    'd.json': ['right-pad@1.0.0'],
  })
  expect(components).toBe(3)
  const seen = findings.map(({ component: { version, location, files } }) => ({ version, location, files }))
  expect(seen.toSorted((a, b) => (a.location < b.location ? -1 : 1))).toEqual([
    { version: '1.2.0', location: 'api', files: ['api/c.json'] },
    { version: '1.3.0', location: 'web', files: ['web/a.json', 'web/b.json'] },
  ])
})
