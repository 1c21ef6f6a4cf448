import { expect, it } from 'vitest'
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

async function scanned(now: string) {
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
  const knowledge = memoryReader([statement], {
    kev: [],
    exploits: [],
    epss: [],
    asOf: new Map([['osv:npm', '2026-08-01T00:00:00.000Z']]),
  })
  return scan([{ inventory: read.value.inventory, outcome: emptyOutcome() }], knowledge, () => now as Instant, {
    target: 'bom.json',
    asset: { exposure: 'unknown', exposureBasis: 'assumed', criticality: 'unknown' },
    table: tableById('bod-26-04')!,
    dial: 'precise',
    vex: [],
    origin: 'index',
    refused: [],
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
