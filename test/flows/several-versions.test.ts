import { afterEach, beforeEach, expect, test } from 'vitest'
import { findingListQuery } from '#contract'
import { makeDisposition } from '#exposure/findings/store'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { claimsOf } from '#views/finding-claims'
import { readFinding } from '#views/finding-detail'
import { FindingLists } from '#views/finding-lists'
import { listFindings } from '#views/findings'
import { readFixAction } from '#views/fix-actions'
import { cyclonedxVexOf } from '../../src/app/server/exports/cyclonedx-vex.ts'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  const branches = [
    ['0', '1.3.1'],
    ['2.0.0', '2.10.0'],
  ].map(([introduced, fixed]) => ({ type: 'ECOSYSTEM', events: [{ introduced }, { fixed }] }))
  const affected = [{ package: { ecosystem: 'npm', name: 'left-pad' }, ranges: branches }]
  site.publish('osv/npm.ndjson', osvRecord('CVE-2026-1000', 'npm', 'left-pad', '', { affected }))
  await site.refresh()
})
afterEach(() => site.close())

const at = (...versions: string[]) => versions.map((version) => `pkg:npm/left-pad@${version}`)

async function rows(filter: string) {
  return (await listFindings(site.database, DEFAULT_WORKSPACE, { filter, limit: 100 })).rows
}

async function only(asset: string) {
  const found = await rows(`asset:${asset} state:any`)
  expect(found).toHaveLength(1)
  return found[0]!
}

async function ruleOnVersions(findingId: string, over: { restsOn?: readonly ['exploitation'] } = {}) {
  const endsAt = '2026-11-01T00:00:00.000Z'
  const ruling = {
    status: 'false-positive',
    scope: 'component',
    reason: 'never called',
    endsAt,
    by: 'ada',
    ...over,
  } as const
  return makeDisposition(site.database, DEFAULT_WORKSPACE, findingId, ruling, clock.clock())
}

test('a finding says in which versions it is, and what fixes all of them', async () => {
  await site.record('shop', at('2.9.0', '1.3.0', '2.1.0', '3.0.0'))
  const row = await only('shop')
  expect(row).toMatchObject({ component: { version: '1.3.0', otherVersions: ['2.1.0', '2.9.0'] } })
  expect(row.fixedVersion).toBe('2.10.0')
  const detail = await readFinding(site.database, DEFAULT_WORKSPACE, row.id, clock.clock())
  expect(detail!.versions.map(({ version, fixedVersion }) => `${version} → ${fixedVersion}`)).toEqual([
    '1.3.0 → 1.3.1',
    '2.1.0 → 2.10.0',
    '2.9.0 → 2.10.0',
  ])
})

test('its fix action goes from each of them to what closes it, and each is found by its text', async () => {
  await site.record('shop', at('1.3.0', '2.1.0'))
  const [row] = await rows('2.1.0')
  const lists = new FindingLists(site.database)
  const query = findingListQuery.parse({ filter: '2.1.0', limit: 10 })
  expect((await lists.page(DEFAULT_WORKSPACE, query)).rows.map(({ id }) => id)).toEqual([row!.id])
  const { fixActionId } = (await readFinding(site.database, DEFAULT_WORKSPACE, row!.id, clock.clock()))!
  const action = (await readFixAction(lists, DEFAULT_WORKSPACE, fixActionId))!
  expect(action).toMatchObject({ version: '2.10.0', fromCount: 2, findings: 1, on: [{ versions: ['1.3.0', '2.1.0'] }] })
  expect(action.steps.map(({ from, to }) => [from, to])).toEqual([
    ['1.3.0', '2.10.0'],
    ['2.1.0', '2.10.0'],
  ])
})

test('a ruling on its versions reaches what is in just these, and no part of them', async () => {
  await site.record('shop', at('1.3.0', '2.1.0'))
  await site.record('same', at('2.1.0', '1.3.0'))
  await site.record('one', at('1.3.0'))
  await site.record('more', at('1.3.0', '2.1.0', '2.2.0'))
  expect(await ruleOnVersions((await only('shop')).id)).toMatchObject({ ok: true, value: { suppressed: 2, assets: 2 } })
  expect((await rows('')).map(({ asset }) => asset.name).sort()).toEqual(['more', 'one'])
  expect(await ruleOnVersions((await only('one')).id)).toMatchObject({ ok: true, value: { suppressed: 1 } })
  expect((await rows('')).map(({ asset }) => asset.name)).toEqual(['more'])
})

test('its reach is its versions, also where it rests on nothing that tells them apart', async () => {
  await site.record('shop', at('1.3.0', '2.1.0'))
  await site.record('one', at('1.3.0'))
  const restsOn = ['exploitation'] as const
  expect(await ruleOnVersions((await only('shop')).id, { restsOn })).toMatchObject({ value: { suppressed: 1 } })
  expect((await rows('')).map(({ asset }) => asset.name)).toEqual(['one'])
})

test('another version brings it back; it is fixed when none of them is left', async () => {
  await site.record('shop', at('1.3.0', '2.1.0'))
  await ruleOnVersions((await only('shop')).id)
  await site.record('shop', at('1.3.0', '2.1.0', '2.2.0'), { timestamp: '2026-08-03T00:00:00Z' })
  expect(await only('shop')).toMatchObject({ state: 'open' })
  await site.record('shop', at('1.3.1', '2.2.0'), { timestamp: '2026-08-04T00:00:00Z' })
  expect(await only('shop')).toMatchObject({ state: 'open', component: { version: '2.2.0', otherVersions: [] } })
  await site.record('shop', at('1.3.1', '2.10.0'), { timestamp: '2026-08-05T00:00:00Z' })
  const { id } = await only('shop')
  expect(await readFinding(site.database, DEFAULT_WORKSPACE, id, clock.clock())).toMatchObject({ resolution: 'fixed' })
})

test('a VEX document of the list speaks of every version', async () => {
  await site.record('shop', at('1.3.0', '2.1.0'))
  const claims = await claimsOf(site.database, DEFAULT_WORKSPACE, await rows(''))
  async function* pages() {
    yield claims
  }
  let text = ''
  for await (const part of cyclonedxVexOf(pages(), { toolVersion: '1', at: clock.clock(), subject: 's' })) text += part
  const { vulnerabilities, components } = JSON.parse(text)
  expect(components.map(({ purl }: { purl: string }) => purl)).toEqual(at('1.3.0', '2.1.0'))
  expect(vulnerabilities[0].affects).toEqual(components.map((one: object) => ({ ref: Reflect.get(one, 'bom-ref') })))
})
