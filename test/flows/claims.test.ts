import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInventory } from '#flows/exposure'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listFindings } from '#views/findings'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: ['CVE-2026-1000'] }),
  )
  await site.refresh()
  await shop('1.3.0', '2026-08-01T00:00:00Z')
})
afterEach(() => site.close())

const shop = (version: string, timestamp: string) => site.record('shop', [`pkg:npm/left-pad@${version}`], { timestamp })

async function claim(at = '2026-08-03T12:00:00Z'): Promise<void> {
  await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into finding_work (workspace_id, finding_id, progress, updated_by, updated_at)
      select workspace_id, id, 'claimed-fixed', 'ada', ${at} from finding
      on conflict (workspace_id, finding_id) do update set progress = 'claimed-fixed', updated_by = 'ada', updated_at = ${at}`.execute(
      work,
    ),
  )
}

async function finding() {
  const { rows } = await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'state:any', limit: 10 })
  expect(rows).toHaveLength(1)
  const { state, progress, claimed } = rows[0]!
  return { state, progress, claimed }
}

async function events(): Promise<{ kind: string; detail: Record<string, unknown> }[]> {
  const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{
      kind: string
      detail: Record<string, unknown>
    }>`select kind, detail from finding_event order by id`.execute(work),
  )
  return rows
}
const lastEvent = async () => (await events()).at(-1)!

const claimed = {
  state: 'open',
  progress: 'claimed-fixed',
  claimed: { at: '2026-08-03T12:00:00.000Z', by: 'ada' },
}
const settled = { progress: null, claimed: null }

test('a claim stands, unseen, until an import speaks of a later time', async () => {
  await claim()
  expect(await finding()).toEqual(claimed)
  await shop('1.3.0', '2026-08-03T11:59:00Z')
  await site.record('other', ['pkg:npm/right-pad@1.0.0'], { timestamp: '2026-08-05T00:00:00Z' })
  expect(await finding()).toEqual(claimed)
  expect((await events()).map(({ kind }) => kind)).toEqual(['opened'])
})

test('still seen, it is open again, with who claimed it and what saw it', async () => {
  await claim()
  await shop('1.3.0', '2026-08-04T00:00:00Z')
  expect(await finding()).toEqual({ ...settled, state: 'open' })
  expect(await lastEvent()).toMatchObject({
    kind: 'still-seen',
    detail: { claimedBy: 'ada', seenBy: 'cyclonedx', version: '1.3.0', importId: expect.any(String) },
  })
  const { claimedAt, seenAt } = (await lastEvent()).detail as Record<string, string>
  expect([claimedAt, seenAt].map((at) => Date.parse(at!))).toEqual([
    Date.parse('2026-08-03T12:00:00Z'),
    Date.parse('2026-08-04T00:00:00Z'),
  ])
})

test('a newer version that is affected as well is still seen, in that version', async () => {
  await claim()
  await shop('1.3.0-rc.9', '2026-08-04T00:00:00Z')
  expect(await finding()).toEqual({ ...settled, state: 'open' })
  expect(await lastEvent()).toMatchObject({ kind: 'still-seen', detail: { version: '1.3.0-rc.9' } })
})

test('the fixed version seen, it is resolved as fixed and verified, with the version', async () => {
  await claim()
  await shop('1.3.1', '2026-08-04T00:00:00Z')
  expect(await finding()).toEqual({ ...settled, state: 'resolved' })
  expect((await events()).map(({ kind }) => kind)).toEqual(['opened', 'resolved', 'verified'])
  expect(await lastEvent()).toMatchObject({
    detail: { resolution: 'fixed', versions: ['1.3.1'], claimedBy: 'ada', seenBy: 'cyclonedx' },
  })
})

test('the component gone, it is resolved as gone and verified', async () => {
  await claim()
  await site.record('shop', ['pkg:npm/right-pad@1.0.0'], { timestamp: '2026-08-04T00:00:00Z' })
  expect(await finding()).toEqual({ ...settled, state: 'resolved' })
  expect(await lastEvent()).toMatchObject({ kind: 'verified', detail: { resolution: 'gone' } })
})

test('gone in a run that speaks of an earlier time, it is resolved, and nobody confirmed the claim', async () => {
  await claim()
  await site.record('shop', ['pkg:npm/right-pad@1.0.0'], { timestamp: '2026-08-03T11:00:00Z' })
  expect(await finding()).toEqual({ ...settled, state: 'resolved' })
  expect((await events()).map(({ kind }) => kind)).toEqual(['opened', 'resolved', 'claim-ended'])
})

test('it is verified by whose run it was that showed it, not by whoever came last', async () => {
  await claim()
  const path = join(site.folder, 'image.trivy.json')
  writeFileSync(path, JSON.stringify({ SchemaVersion: 2, CreatedAt: '2026-08-09T00:00:00Z', ArtifactName: 'shop' }))
  const other = {
    workspaceId: DEFAULT_WORKSPACE,
    path,
    fileName: 'image.trivy.json',
    exposure: 'unknown',
    actor: 'ada',
  } as const
  const done = await importInventory(site, { ...other, assetName: 'shop' }, () => {})
  expect(done).toMatchObject({ ok: true })
  expect(await finding()).toEqual(claimed)
  await shop('1.3.1', '2026-08-04T00:00:00Z')
  expect(await lastEvent()).toMatchObject({ kind: 'verified', detail: { seenBy: 'cyclonedx' } })
  expect(Date.parse((await lastEvent()).detail.seenAt as string)).toBe(Date.parse('2026-08-04T00:00:00Z'))
})

test('an advisory that is withdrawn verifies nothing: the finding is superseded', async () => {
  await claim()
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', {
      aliases: ['CVE-2026-1000'],
      modified: '2026-08-03T13:00:00Z',
      withdrawn: '2026-08-03T13:00:00Z',
    }),
  )
  await site.refresh()
  expect(await finding()).toEqual({ ...settled, state: 'resolved' })
  const [ended, claimEnded] = (await events()).slice(-2)
  expect(ended).toMatchObject({ kind: 'resolved', detail: { resolution: 'superseded' } })
  // What became of the claim is said.
  expect(claimEnded).toMatchObject({ kind: 'claim-ended', detail: { claimedBy: 'ada', resolution: 'superseded' } })
})

test('new knowledge alone settles no claim', async () => {
  await claim()
  site.publish(
    'kev/kev.json',
    JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1000', dateAdded: '2026-08-03' }] }),
  )
  await site.refresh()
  expect(await finding()).toEqual(claimed)
})

test('a claim refuted once can be made again, from its own moment', async () => {
  await claim()
  await shop('1.3.0', '2026-08-04T00:00:00Z')
  await claim('2026-08-04T06:00:00Z')
  expect((await finding()).claimed).toEqual({ at: '2026-08-04T06:00:00.000Z', by: 'ada' })
  await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`update finding_work set assignee = 'grace', updated_by = 'grace', updated_at = '2026-08-04T07:00:00Z'`.execute(
      work,
    ),
  )
  expect((await finding()).claimed).toEqual({ at: '2026-08-04T06:00:00.000Z', by: 'ada' })
  await shop('1.3.1', '2026-08-05T00:00:00Z')
  expect((await finding()).state).toBe('resolved')
})

test('the list is filtered by it', async () => {
  const count = async (filter: string) =>
    (await listFindings(site.database, DEFAULT_WORKSPACE, { filter, limit: 1 })).total
  expect([await count('progress:none'), await count('progress:claimed-fixed')]).toEqual([1, 0])
  await claim()
  expect([await count('progress:none'), await count('progress:claimed-fixed')]).toEqual([0, 1])
})
