import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableById } from '#exposure/prioritisation'
import { gatherFromFolder } from '#flows/gather'
import { isOutdated, reassess } from '#flows/reassess'
import { refreshKnowledge } from '#flows/refresh'
import { defaultFeedLimits, feeds, filesOfMirror } from '#intake/feeds'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listFindings } from '#views/findings'
import { type Installation, installation, osvRecord } from '../support/installation.ts'

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
