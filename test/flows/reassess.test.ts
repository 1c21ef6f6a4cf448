import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AssessmentBasis, assessmentBases, noteUntouched } from '#exposure/findings/store'
import { recordImport, updateAsset } from '#exposure/inventory/store'
import { tableById } from '#exposure/prioritisation'
import { assessAsset } from '#flows/exposure'
import { gatherFromFolder } from '#flows/gather-folder'
import { isOutdated, reassess } from '#flows/reassess'
import { refreshKnowledge } from '#flows/refresh'
import { defaultFeedLimits, feeds, filesOfMirror } from '#intake/feeds'
import { importBytes } from '#intake/importers'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { bom, type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

let site: Installation
beforeEach(async () => {
  site = await installation()
})
afterEach(() => site.close())

const leftPad = (fixed: string) => osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', fixed)
const silent = () => {}

async function findings() {
  return (await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'state:any', limit: 100 })).rows
}

test('another decision table decides every recorded finding anew, once', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  expect(await isOutdated(site)).toBe(false)
  const deployer = { ...site, table: tableById('deployer')! }
  expect(await isOutdated(deployer)).toBe(true)
  expect(await reassess(deployer, silent)).toMatchObject({ assets: 1, touched: 1, changed: 1 })
  expect((await findings())[0]?.outcomeLabel).toBe('Immediate')
  expect(await isOutdated(deployer)).toBe(false)
  expect(await reassess(deployer, silent)).toMatchObject({ assets: 1, touched: 0, changed: 0 })
})

test('knowledge that was published by a process that died before assessing is made up for', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.5'])
  await site.record('other', ['pkg:npm/right-pad@1.0.0'])
  expect(await findings()).toEqual([])
  site.publish('osv/npm.ndjson', leftPad('1.4.0').replace('2026-08-01', '2026-08-05'))
  await publishOnly()
  expect(await isOutdated(site)).toBe(true)
  expect(await reassess(site, silent)).toMatchObject({ assets: 2, touched: 1, opened: 1 })
  expect((await findings())[0]).toMatchObject({ fixedVersion: '1.4.0' })
  expect(await isOutdated(site)).toBe(false)
})

test('an inventory that was recorded by a process that died before assessing is made up for', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.5'])
  expect(await isOutdated(site)).toBe(false)
  await updateAsset(site.database, DEFAULT_WORKSPACE, recorded.assetId, { criticality: 'critical' })
  expect(await isOutdated(site)).toBe(true)
  await reassess(site, silent)
  expect(await isOutdated(site)).toBe(false)
  await recordOnly('shop', 'pkg:npm/left-pad@1.3.0')
  expect(await isOutdated(site)).toBe(true)
  // The same file again, as a job that is taken up does it.
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-09T00:00:00Z' })
  expect(await findings()).toHaveLength(1)
  expect(await isOutdated(site)).toBe(false)
})

test('a catalogue that goes out of date has everything decided without it, and one that is read again with it', async () => {
  await site.close()
  const time = movableClock('2026-08-02T00:00:00Z')
  site = await installation(time.clock, 14)
  const catalogue = (dateReleased: string) =>
    JSON.stringify({ dateReleased, vulnerabilities: [{ cveID: 'CVE-2026-9999', dateAdded: '2026-07-01' }] })
  const why = async () => (await findings())[0]?.why
  const kev = async () => (await findings())[0]?.kev
  // The catalogue of the day before could not have listed it.
  const published = { published: '2026-08-02T00:00:00Z' }
  site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', published))
  site.publish('kev/kev.json', catalogue('2026-08-01T00:00:00Z'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  expect(await why()).not.toContain('in KEV')
  expect(await kev()).toBe(false)
  time.move('2026-08-14T00:00:00Z')
  expect(await isOutdated(site)).toBe(false)
  time.move('2026-08-16T00:00:00Z')
  expect(await isOutdated(site)).toBe(true)
  expect(await reassess(site, silent)).toMatchObject({ touched: 1, changed: 1 })
  expect(await isOutdated(site)).toBe(false)
  expect(await why()).toContain('in KEV')
  expect(await kev()).toBeNull()
  site.publish('kev/kev.json', catalogue('2026-08-15T00:00:00Z'))
  await site.refresh()
  expect(await why()).not.toContain('in KEV')
  expect(await kev()).toBe(false)
  expect(await isOutdated(site)).toBe(false)
})

test('an asset that was assessed with other knowledge meanwhile is looked at again', async () => {
  const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  const basis = async () => (await assessmentBases(site.database, DEFAULT_WORKSPACE)).get(recorded.assetId)!
  const looked = await basis()
  const note = (before: AssessmentBasis) =>
    site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      noteUntouched(work, new Map([[recorded.assetId, before]]), { generation: 'new', supplierVex: [] }, site.clock()),
    )
  await note({ ...looked, inventory: 'that before' })
  await note({ ...looked, generation: 'that before' })
  expect(await basis()).toEqual(looked)
  await note(looked)
  expect(await basis()).toEqual({ ...looked, generation: 'new' })
})

const scores = (date: string, ...rows: [cve: string, probability: number][]) =>
  site.publish(
    `epss/epss_scores-${date}.csv`,
    [
      '#model_version:v2026.01.01',
      'cve,epss,percentile',
      ...rows.map(([cve, score]) => `${cve},${score},0.5`),
      '',
    ].join('\n'),
  )

test('a new day of EPSS moves findings in the list, as deciding them anew would', async () => {
  const about = (number: number) => ({ aliases: [`CVE-2026-100${number}`], published: '2026-01-01T00:00:00Z' })
  const records = [1, 2, 3].map((number) =>
    osvRecord(`GHSA-aaaa-bbbb-ccc${number}`, 'npm', `pad-${number}`, '2.0.0', about(number)),
  )
  site.publish('osv/npm.ndjson', records.join('\n'))
  scores('2026-07-01', ['CVE-2026-1001', 0.01], ['CVE-2026-1002', 0.2])
  scores('2026-08-01', ['CVE-2026-1001', 0.01], ['CVE-2026-1002', 0.2])
  await site.refresh()
  const purls = [1, 2, 3].map((number) => `pkg:npm/pad-${number}@1.0.0`)
  const assets = [await site.record('shop', purls), await site.record('bank', purls)]
  const order = async () =>
    (await findings()).map(({ vulnerabilityId, epss, epssChange30d }) => ({ vulnerabilityId, epss, epssChange30d }))
  const before = await order()
  // One leaps ahead, one moves by nothing that shows in the order, one is scored for the first time.
  scores('2026-08-02', ['CVE-2026-1001', 0.9], ['CVE-2026-1002', 0.21], ['CVE-2026-1003', 0.5])
  await publishOnly()
  expect(await isOutdated(site)).toBe(true)
  expect(await reassess(site, silent)).toMatchObject({ assets: 2, touched: 2, changed: 2, rescored: 3, opened: 0 })
  const after = await order()
  expect(after.slice(0, 2).map(({ vulnerabilityId, epss }) => [vulnerabilityId, epss])).toEqual([
    ['CVE-2026-1001', 0.9],
    ['CVE-2026-1001', 0.9],
  ])
  expect(after[0]?.epssChange30d).toBeCloseTo(0.89)
  const shown = await readFinding(site.database, DEFAULT_WORKSPACE, (await findings())[0]!.id, site.clock())
  expect(shown?.priority.epss).toMatchObject({ probability: 0.9, date: '2026-08-02' })
  expect(after).not.toEqual(before)
  for (const { recorded } of assets)
    expect(await assessAsset(site, DEFAULT_WORKSPACE, recorded.assetId)).toMatchObject({ changed: 0, unchanged: 3 })
  expect(await order()).toEqual(after)
  // The next day scores nothing for the first time: nothing is assessed.
  scores('2026-08-03', ['CVE-2026-1001', 0.05], ['CVE-2026-1002', 0.9], ['CVE-2026-1003', 0.5])
  await publishOnly()
  expect(await reassess(site, silent)).toMatchObject({ touched: 0, changed: 0, rescored: 2 })
  expect(await isOutdated(site)).toBe(false)
  expect((await order())[0]).toMatchObject({ vulnerabilityId: 'CVE-2026-1002', epss: 0.9 })
  for (const { recorded } of assets)
    expect(await assessAsset(site, DEFAULT_WORKSPACE, recorded.assetId)).toMatchObject({ changed: 0, unchanged: 3 })
})

test('a first score has all findings decided with it, and one that is gone without, whatever was done before', async () => {
  const record = osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: ['CVE-2026-1001'] })
  site.publish('osv/npm.ndjson', record)
  scores('2026-08-01', ['CVE-2026-9999', 0.1])
  await site.refresh()
  const purls = ['pkg:npm/left-pad@1.3.0']
  const first = await site.record('shop', purls)
  await site.record('bank', purls)
  const shown = async () => (await findings()).map(({ epss }) => epss)
  expect(await shown()).toEqual([null, null])
  scores('2026-08-02', ['CVE-2026-1001', 0.9], ['CVE-2026-9999', 0.1])
  await publishOnly()
  // One of them is decided, as before a crash, and another import brings the vulnerability with its score.
  await assessAsset(site, DEFAULT_WORKSPACE, first.recorded.assetId)
  await site.record('dock', purls)
  expect(await reassess(site, silent)).toMatchObject({ touched: 1, changed: 1 })
  expect(await shown()).toEqual([0.9, 0.9, 0.9])
  expect(await reassess(site, silent)).toMatchObject({ touched: 0, rescored: 0 })
  scores('2026-08-02', ['CVE-2026-9999', 0.1])
  await publishOnly()
  await assessAsset(site, DEFAULT_WORKSPACE, first.recorded.assetId)
  await reassess(site, silent)
  expect(await shown()).toEqual([null, null, null])
  expect(await reassess(site, silent)).toMatchObject({ touched: 0, rescored: 0 })
})

/** As far as an import comes that dies before it assesses. */
async function recordOnly(subject: string, purl: string): Promise<void> {
  const content = bom(subject, [purl], '2026-08-09T00:00:00Z')
  const imported = await importBytes(Buffer.from(content), `${subject}.cdx.json`)
  if (!imported.ok) throw new Error(imported.error.message)
  await recordImport(site.database, DEFAULT_WORKSPACE, {
    ...imported.value,
    fileName: `${subject}.cdx.json`,
    importedAt: site.clock(),
  })
}

async function publishOnly(): Promise<void> {
  const mirror = `${site.folder}/mirror`
  const held = filesOfMirror(mirror, feeds)
  const done = await refreshKnowledge({
    database: site.database,
    indexPath: site.knowledge.path,
    feeds: feeds.filter((feed) => held.has(feed.id)),
    limits: defaultFeedLimits,
    clock: site.clock,
    gather: gatherFromFolder(mirror),
  })
  if (!done.ok) throw new Error(done.error.message)
}
