import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { findAsset } from '#exposure/inventory/store'
import { changeAsset, importInventory } from '#flows/exposure'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readAsset } from '#views/assets'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { listImports } from '#views/imports'
import { bom, type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
})
afterEach(() => site.close())

const GHSA = 'GHSA-aaaa-bbbb-cccc'
const CVE = 'CVE-2026-1000'
const leftPad = (fixed: string) => osvRecord(GHSA, 'npm', 'left-pad', fixed, { aliases: [CVE] })

function kevFile(...ids: string[]): string {
  return JSON.stringify({
    vulnerabilities: ids.map((cveID) => ({
      cveID,
      dateAdded: '2026-08-01',
      dueDate: '2026-08-22',
      knownRansomwareCampaignUse: 'Unknown',
    })),
  })
}

async function findings(filter = 'state:any') {
  return (await listFindings(site.database, DEFAULT_WORKSPACE, { filter, limit: 100 })).rows
}

async function events(): Promise<{ kind: string }[]> {
  const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{ kind: string }>`select kind from finding_event order by id`.execute(work),
  )
  return rows
}

test('knowledge, inventory and decision meet in one finding, with its witness', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  site.publish('kev/kev.json', kevFile(CVE))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { exposure: 'internet' })
  const [row, ...others] = await findings()
  expect(others).toEqual([])
  expect(row).toMatchObject({
    vulnerabilityId: CVE,
    fixedVersion: '1.3.1',
    kev: true,
    urgency: 'now',
    state: 'open',
    verdict: 'affected',
    method: 'ecosystem',
  })
})

test('the same file and the same feeds again change nothing (law 1)', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { exposure: 'internet' })
  const asset = () => findAsset(site.database, DEFAULT_WORKSPACE, recorded.assetId)
  const stated = await asset()
  const before = await findings()
  clock.move('2026-08-09T00:00:00Z')
  const again = await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { exposure: 'internet' })
  const kept = await site.refresh()
  expect(again.recorded.status).toBe('unchanged')
  expect(again.findings).toEqual({ opened: 0, reopened: 0, changed: 0, resolved: 0, moved: 0, unchanged: 0 })
  expect(await asset()).toEqual(stated)
  expect(kept.reassessed.touched).toBe(0)
  expect(await findings()).toEqual(before)
  expect(await events()).toEqual([{ kind: 'opened' }])
})

test('a newer file that shows the same changes no finding, and each is seen as late as that file says', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-01T00:00:00Z' })
  const [one] = await findings()
  const seen = async () => (await readFinding(site.database, DEFAULT_WORKSPACE, one!.id, site.clock()))?.lastSeen
  expect(await seen()).toBe('2026-08-01T00:00:00.000Z')
  const again = await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-05T00:00:00Z' })
  expect(again.findings).toMatchObject({ changed: 0, unchanged: 1 })
  expect(await seen()).toBe('2026-08-05T00:00:00.000Z')
  const older = await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-07-01T00:00:00Z' })
  expect(older.findings).toMatchObject({ resolved: 0 })
  expect(await findings()).toMatchObject([{ firstSeen: '2026-07-01T00:00:00.000Z' }])
  expect(await seen()).toBe('2026-08-05T00:00:00.000Z')
})

test('an upgrade out of the range resolves as fixed, a downgrade reopens', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  await site.record('shop', ['pkg:npm/left-pad@1.3.1'], { timestamp: '2026-08-03T00:00:00Z' })
  expect(await findings()).toMatchObject([{ state: 'resolved' }])
  await site.record('shop', ['pkg:npm/left-pad@1.2.0'], { timestamp: '2026-08-04T00:00:00Z' })
  expect(await findings()).toMatchObject([{ state: 'open', component: { version: '1.2.0' } }])
  expect((await events()).map((event) => event.kind)).toEqual(['opened', 'resolved', 'reopened'])
})

test('how far a large import is, is told while it is recorded and while it is matched; stopped there, it leaves nothing', async () => {
  const path = join(site.folder, 'large.cdx.json')
  const purls = Array.from({ length: 11_000 }, (_, n) => `pkg:npm/part-${n}@1.0.0`)
  writeFileSync(path, bom('large', purls))
  const file = { workspaceId: DEFAULT_WORKSPACE, path, fileName: 'large', exposure: 'unknown', actor: 'test' } as const
  const told: [step: string, done: number, total?: number][] = []
  const stopped = importInventory(site, file, (step, done) => {
    if (step === 'recording' && done > 5_000) throw new Error('stopped')
  })
  await expect(stopped).rejects.toThrow('stopped')
  expect(await listImports(site.database, DEFAULT_WORKSPACE, { filter: '', sort: 'newest', limit: 1 })).toMatchObject({
    total: 0,
  })
  await importInventory(site, file, (step, done, total) => void told.push([step, done, total]))
  const of = (step: string) => told.filter(([one]) => one === step).map(([, done, total]) => [done, total])
  expect(of('recording')).toEqual([0, 5_000, 10_000, 11_000].map((done) => [done, 11_000]))
  expect(of('matching').length).toBeGreaterThan(50)
  expect(of('matching').every(([done], n) => done === n * 128)).toBe(true)
  expect(told.at(-1)?.[0]).toBe('comparing with what was known')
})

test('each import says what came of it, and neither a refresh nor the same file again is its doing', async () => {
  const effects = async () => {
    const query = { filter: '', sort: 'stated', limit: 10 } as const
    const { rows } = await listImports(site.database, DEFAULT_WORKSPACE, query)
    return rows.map((row) => row.effects).toReversed()
  }
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-01T00:00:00Z' })
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  await site.refresh()
  const first = { came: 1, went: 0, opened: 0, reopened: 0, resolved: 0 }
  expect(await effects()).toEqual([first])
  await site.record('shop', ['pkg:npm/left-pad@1.3.1'], { timestamp: '2026-08-03T00:00:00Z' })
  await site.record('shop', ['pkg:npm/left-pad@1.2.0', 'pkg:npm/is-odd@1.0.0'], { timestamp: '2026-08-04T00:00:00Z' })
  const all = [
    first,
    { came: 1, went: 1, opened: 0, reopened: 0, resolved: 1 },
    { came: 2, went: 1, opened: 0, reopened: 1, resolved: 0 },
  ]
  expect(await effects()).toEqual(all)
  await site.record('shop', ['pkg:npm/left-pad@1.3.1'], { timestamp: '2026-08-03T00:00:00Z', exposure: 'internet' })
  expect(await effects()).toEqual(all)
})

test('a component that is no longer there resolves as gone; withdrawn knowledge as superseded', async () => {
  site.publish(
    'osv/npm.ndjson',
    [leftPad('1.3.1'), osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0')].join('\n'),
  )
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0'])
  await site.record('shop', ['pkg:npm/right-pad@1.0.0'], { timestamp: '2026-08-03T00:00:00Z' })
  site.publish(
    'osv/npm.ndjson',
    [
      leftPad('1.3.1'),
      osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0', {
        withdrawn: '2026-08-04T00:00:00Z',
        modified: '2026-08-04T00:00:00Z',
      }),
    ].join('\n'),
  )
  await site.refresh()
  const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{
      component_name: string
      resolution: string
    }>`select component_name, resolution from finding order by 1`.execute(work),
  )
  expect(rows).toEqual([
    { component_name: 'left-pad', resolution: 'gone' },
    { component_name: 'right-pad', resolution: 'superseded' },
  ])
})

test('a refresh assesses only the assets it touches', async () => {
  site.publish(
    'osv/npm.ndjson',
    [leftPad('1.3.1'), osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0')].join('\n'),
  )
  await site.refresh()
  await site.record('left', ['pkg:npm/left-pad@1.3.0'])
  await site.record('right', ['pkg:npm/right-pad@1.0.0'])
  site.publish(
    'osv/npm.ndjson',
    [
      osvRecord(GHSA, 'npm', 'left-pad', '1.4.0', { aliases: [CVE], modified: '2026-08-05T00:00:00Z' }),
      osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0'),
    ].join('\n'),
  )
  const { reassessed } = await site.refresh()
  expect(reassessed).toMatchObject({ assets: 2, touched: 1, changed: 1 })
  expect((await findings('left-pad'))[0]?.fixedVersion).toBe('1.4.0')
})

test('a vulnerability that enters KEV becomes more urgent and its due clock starts anew', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  site.publish('kev/kev.json', kevFile('CVE-2000-0001'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { exposure: 'internal' })
  const [before] = await findings()
  clock.move('2026-08-10T00:00:00Z')
  site.publish('kev/kev.json', kevFile('CVE-2000-0001', CVE))
  await site.refresh()
  const [after] = await findings()
  expect(after?.kev).toBe(true)
  expect(after?.firstSeen).toBe(before?.firstSeen)
  expect([before?.urgency, after?.urgency]).toEqual(['scheduled', 'now'])
  expect(after?.dueAt).toBe('2026-08-13T00:00:00.000Z')
})

test('what two catalogues say of a CVE is kept apart, and one that is refused holds up no other', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  site.publish('kev/kev.json', kevFile(CVE))
  site.publish('kev/Another/kev.json', '<!DOCTYPE html><html></html>')
  site.publish('kev/VulnCheck/kev.json', kevFile(CVE).replace('2026-08-01', '2026-07-30'))
  const { feeds } = await site.refresh()
  expect(feeds.find(({ feed }) => feed === 'kev-others')).toMatchObject({
    outcome: { status: 'partial', kept: 1, dropped: [{ code: 'wrong-type', count: 1 }] },
  })
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { exposure: 'internet' })
  expect((await findings())[0]).toMatchObject({
    why: expect.stringMatching(/^in KEV since 2026-07-30 \(VulnCheck, CISA\)/),
  })
  site.publish('kev/VulnCheck/kev.json', '{"vulnerabilities":[]}')
  site.publish('kev/Another/kev.json', kevFile('CVE-2000-0001'))
  await site.refresh()
  expect((await findings())[0]).toMatchObject({ why: expect.stringMatching(/^in KEV since 2026-08-01 \(CISA\)/) })
})

test('a person’s word on exposure decides anew and is kept with who said it', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  site.publish('kev/kev.json', kevFile(CVE))
  await site.refresh()
  const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  expect((await findings())[0]).toMatchObject({ basis: 'assumed', urgency: 'now' })
  await changeAsset(site, DEFAULT_WORKSPACE, recorded.assetId, {
    exposure: { value: 'internet', basis: 'stated', by: 'ada', at: '2026-08-02T00:00:00Z' },
  })
  expect((await findings())[0]).toMatchObject({ asset: { exposure: 'internet', exposureBasis: 'stated' } })
})

test('knowledge of a publisher that is heard weekly counts for as long as its feed says', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  const advisory = { gem: 'rack', cve: '2026-1001', date: '2026-08-01', patched_versions: ['>= 2.0.0'] }
  site.publish('osv/rubysec.ndjson', JSON.stringify(advisory))
  await site.refresh()
  const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:gem/rack@1.6.0'])
  const judged = async (now: string, maxAgeDays?: number) => {
    const asset = await readAsset(site.database, DEFAULT_WORKSPACE, recorded.assetId, {
      now: now as Instant,
      maxAgeDays,
    })
    return asset?.coverage.ecosystems
      .filter(({ covered }) => covered > 0)
      .map(({ ecosystem }) => ecosystem)
      .sort()
  }
  expect(await judged('2026-08-03T00:00:00.000Z')).toEqual(['RubyGems', 'npm'])
  expect(await judged('2026-08-12T00:00:00.000Z')).toEqual(['RubyGems'])
  expect(await judged('2026-08-12T00:00:00.000Z', 30)).toEqual(['RubyGems', 'npm'])
  expect(await judged('2026-08-31T00:00:00.000Z')).toEqual([])
})

test('a refused feed leaves the last good state and says why', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.3.1'))
  site.publish('kev/kev.json', kevFile(CVE))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  const before = await findings()
  site.publish('kev/kev.json', '<!DOCTYPE html><html><body>502</body></html>')
  const kept = await site.refresh()
  const report = kept.feeds.find((feed) => feed.feed === 'kev')
  expect(report).toMatchObject({ outcome: { status: 'failed' }, problem: { code: 'wrong-type' } })
  expect(await findings()).toEqual(before)
})

test('what happened in which order does not matter: imports and feeds give the same findings (law 1)', async () => {
  type Step = (target: Installation) => Promise<unknown>
  const steps: Step[] = [
    (target) => target.record('shop', ['pkg:npm/left-pad@1.2.0', 'pkg:npm/right-pad@1.0.0']),
    (target) => target.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-03T00:00:00Z' }),
    (target) => target.record('site', ['pkg:npm/right-pad@1.0.0']),
    async (target) => {
      target.publish('osv/npm.ndjson', leftPad('1.3.1'))
      await target.refresh()
    },
    async (target) => {
      target.publish('osv/other.ndjson', osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0'))
      await target.refresh()
    },
    async (target) => {
      target.publish('kev/kev.json', kevFile(CVE))
      await target.refresh()
    },
  ]
  const outcomeOf = async (order: readonly Step[]) => {
    const target = await installation(clock.clock)
    try {
      for (const step of order) await step(target)
      const open = await listFindings(target.database, DEFAULT_WORKSPACE, { filter: '', limit: 100 })
      return open.rows
    } finally {
      await target.close()
    }
  }
  const expected = await outcomeOf(steps)
  expect(expected).toHaveLength(2)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(steps, { minLength: steps.length }), async (order) => {
      expect(await outcomeOf(order)).toEqual(expected)
    }),
    { numRuns: 8 },
  )
})

test('an ecosystem is known only when its own file was read: a record that names one package proves nothing of the others', async () => {
  const foreign = osvRecord('GHSA-dddd-eeee-ffff', 'Maven', 'org.example:a', '2.0.0')
  site.publish('osv/npm.ndjson', [leftPad('1.3.1'), foreign].join('\n'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/other@1.0.0', 'pkg:maven/org.example/b@1.0.0', 'pkg:maven/org.example/a@1.0.0'])
  const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`select ecosystem, covered, no_knowledge from coverage order by 1`.execute(work),
  )
  expect(rows).toEqual([
    { ecosystem: 'Maven', covered: 0, no_knowledge: 2 },
    { ecosystem: 'npm', covered: 1, no_knowledge: 0 },
  ])
  expect((await findings()).map((row) => row.component.name)).toEqual(['org.example/a'])
})

test('a report on an asset that somebody names joins it, whatever kind the tool calls it', async () => {
  site.publish('osv/npm.ndjson', leftPad('1.4.0'))
  await site.refresh()
  const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  const path = join(site.folder, 'shop.trivy.json')
  const vulnerability = { VulnerabilityID: CVE, PkgName: 'left-pad', InstalledVersion: '1.3.0', Severity: 'HIGH' }
  const results = [{ Target: 'package-lock.json', Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: [vulnerability] }]
  const report = { SchemaVersion: 2, ArtifactName: '.', ArtifactType: 'filesystem', Results: results }
  writeFileSync(path, JSON.stringify(report))
  const said = { workspaceId: DEFAULT_WORKSPACE, exposure: 'unknown', actor: 'ada' } as const
  const trivy = (assetName: string) =>
    importInventory(site, { ...said, path, fileName: 'shop.json', assetName }, () => {})
  for (const name of ['shop', recorded.assetId])
    expect(await trivy(name)).toMatchObject({ ok: true, value: { recorded: { assetId: recorded.assetId } } })
  expect((await findings()).map(({ asset }) => asset.name)).toEqual(['shop'])
  // Where two have the name that of the file's own kind is meant; where none of them is of it, nobody guesses.
  writeFileSync(path, bom('shop', []).replace('"type":"application"', '"type":"container"'))
  const image = await importInventory(site, { ...said, path, fileName: 'image.cdx.json' }, () => {})
  expect(await trivy('shop')).toMatchObject({
    ok: true,
    value: image.ok && { recorded: { assetId: image.value.recorded.assetId } },
  })
  writeFileSync(path, JSON.stringify(report))
  expect(await trivy('shop')).toMatchObject({ ok: false, error: { code: 'ambiguous-asset' } })
})
