import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql, type Transaction } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addComment, beginChange, changeWork } from '#action/work/store'
import type { Instant } from '#core/kernel'
import type { Ruling } from '#exposure/findings'
import { makeDisposition } from '#exposure/findings/store'
import { importInventory } from '#flows/exposure'
import { previewImport } from '#flows/preview-import'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

/** What people did about a finding goes on with it when it gets another name or another place. */
let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  publish()
  await site.refresh()
})
afterEach(() => site.close())

const GHSA = 'GHSA-aaaa-bbbb-cccc'
const CVE = 'CVE-2026-1000'

function publish(over: object = {}, into = site): void {
  into.publish('osv/npm.ndjson', osvRecord(GHSA, 'npm', 'left-pad', '1.3.1', over))
}

async function gainCve(): Promise<void> {
  publish({ aliases: [CVE], modified: '2026-08-05T00:00:00Z' })
  await site.refresh()
}

let folders = 0
/** A folder with a lockfile at each place: the components of one are where it lies. */
function folderWith(places: readonly string[], at: string, into = site, version = '1.3.0') {
  const path = join(into.folder, `${++folders}`, 'shop')
  for (const place of places) {
    mkdirSync(join(path, place), { recursive: true })
    const packages = { '': { name: at }, 'node_modules/left-pad': { version } }
    writeFileSync(join(path, place, 'package-lock.json'), JSON.stringify({ name: at, lockfileVersion: 3, packages }))
  }
  clock.move(at)
  return { workspaceId: DEFAULT_WORKSPACE, path, fileName: 'shop', exposure: 'unknown' as const, actor: 'ada' }
}

async function at(places: readonly string[], timestamp: string, into = site, version?: string) {
  const done = await importInventory(into, folderWith(places, timestamp, into, version), () => {})
  if (!done.ok) throw new Error(done.error.message)
  return done.value.findings
}

async function rows(filter = 'state:any', into = site) {
  return (await listFindings(into.database, DEFAULT_WORKSPACE, { filter, limit: 100 })).rows
}

const falsePositive: Ruling = {
  status: 'false-positive',
  scope: 'finding',
  reason: 'never called',
  endsAt: '2026-12-01T00:00:00.000Z',
}

/** Somebody rules on the only open finding, comments on it and gives it to ada. */
async function workOn(ruling: Partial<Ruling> = {}, into = site): Promise<string> {
  const [{ id } = { id: '' }] = await rows('', into)
  const now = into.clock() as Instant
  const made = { id: '5e3c0000-0000-4000-8000-000000000001', workspaceId: DEFAULT_WORKSPACE, by: 'ada', now }
  await into.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    const { rows: seqs } = await sql<{ seq: string }>`select seq from finding where id = ${id}`.execute(work)
    await beginChange(work, made, {})
    await changeWork(work, made, [Number(seqs[0]!.seq)], { team: 'web', dueAt: '2026-09-01T00:00:00.000Z' })
    await addComment(work, made, id, 'looked at it')
  })
  const ruled = await makeDisposition(
    into.database,
    DEFAULT_WORKSPACE,
    id,
    { ...falsePositive, ...ruling, by: 'ada' },
    now,
  )
  if (!ruled.ok) throw new Error(ruled.error.message)
  return id
}

async function standing(into = site) {
  const unresolved = (await rows('state:any', into)).filter(({ state }) => state !== 'resolved')
  expect(unresolved).toHaveLength(1)
  const finding = (await readFinding(into.database, DEFAULT_WORKSPACE, unresolved[0]!.id, into.clock()))!
  const { rows: counted } = await into.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{ comments: number; undoable: number }>`select
      (select count(*)::int from finding_comment where finding_id = ${finding.id}) as comments,
      (select count(*)::int from finding_change_part where finding_id = ${finding.id}) as undoable`.execute(work),
  )
  const { vulnerabilityId, location, state, team, dueAt, firstSeen, prioritySince } = finding
  return {
    finding,
    told: { vulnerabilityId, location, state, team, dueAt, firstSeen, prioritySince, ...counted[0]! },
  }
}

const carried = {
  state: 'suppressed',
  team: 'web',
  dueAt: '2026-09-01T00:00:00.000Z',
  firstSeen: '2026-08-01T00:00:00.000Z',
  prioritySince: '2026-08-01T00:00:00.000Z',
  comments: 1,
  undoable: 1,
}

test('an advisory that gains a CVE takes ruling, work, comments and clock along, and the history says why', async () => {
  await at(['a'], '2026-08-01T00:00:00Z')
  const old = await workOn()
  clock.move('2026-08-06T00:00:00Z')
  await gainCve()
  const { finding, told } = await standing()
  expect(told).toEqual({ vulnerabilityId: CVE, location: 'a', ...carried })
  expect(finding.disposition).toMatchObject({ vulnerabilityId: GHSA, reason: 'never called' })
  expect(finding.history.map(({ kind }) => kind)).toEqual(['moved', 'suppressed', 'worked', 'opened'])
  expect(finding.history[0]).toMatchObject({
    detail: { from: old, how: 'moved', was: { vulnerability: GHSA }, now: { vulnerability: CVE } },
  })
  const before = (await readFinding(site.database, DEFAULT_WORKSPACE, old, site.clock()))!
  expect(before).toMatchObject({ state: 'resolved', resolution: 'superseded' })
  expect(before.history[0]).toMatchObject({ kind: 'moved', detail: { to: finding.id } })
})

test('a lockfile that moves takes everything along, there and back', async () => {
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn()
  clock.move('2026-08-06T00:00:00Z')
  expect(await at(['b'], '2026-08-06T00:00:00Z')).toEqual({
    opened: 0,
    reopened: 0,
    changed: 0,
    resolved: 0,
    moved: 1,
    unchanged: 0,
  })
  expect((await standing()).told).toEqual({ vulnerabilityId: GHSA, location: 'b', ...carried })
  expect(await at(['a'], '2026-08-07T00:00:00Z')).toMatchObject({ opened: 0, reopened: 0, moved: 1 })
  const { finding, told } = await standing()
  expect(told).toEqual({ vulnerabilityId: GHSA, location: 'a', ...carried })
  expect(finding.history.map(({ kind }) => kind)).toEqual(['moved', 'moved', 'suppressed', 'worked', 'opened'])
  expect(await at(['a'], '2026-08-08T00:00:00Z')).toMatchObject({ changed: 0, unchanged: 1, moved: 0 })
})

test('a preview shows it once, as moved', async () => {
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn()
  const previewed = await previewImport(site, folderWith(['b'], '2026-08-06T00:00:00Z'), () => {})
  expect(previewed).toMatchObject({
    ok: true,
    value: { result: { counts: { new: 0, gone: 0, moved: 1, reopened: 0 } }, changes: [{ was: { location: 'a' } }] },
  })
})

test('moved with another version, it is back on the list with the reason', async () => {
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn()
  const file = folderWith(['b'], '2026-08-06T00:00:00Z', site, '1.2.0')
  expect(await previewImport(site, file, () => {})).toMatchObject({
    value: { changes: [{ kind: 'reopened', returned: { was: { version: '1.3.0' }, now: { version: '1.2.0' } } }] },
  })
  await at(['b'], '2026-08-06T00:00:00Z', site, '1.2.0')
  const { finding, told } = await standing()
  expect(told).toMatchObject({ state: 'open', team: 'web', comments: 1 })
  expect(finding.history[0]).toMatchObject({ kind: 'returned', detail: { because: 'moved' } })
})

test('a copy at a further place is new: nobody ruled on it', async () => {
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn()
  await at(['a', 'b'], '2026-08-06T00:00:00Z')
  expect((await rows()).map(({ location, state }) => `${location} ${state}`).sort()).toEqual(['a suppressed', 'b open'])
})

test('a ruling on one name holds on every asset under the other, whichever it was made on', async () => {
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn({ scope: 'workspace' })
  await gainCve()
  await site.record('other', ['pkg:npm/left-pad@1.1.0'])
  expect((await rows()).filter(({ state }) => state === 'open')).toEqual([])
  publish({ aliases: [CVE, 'GHSA-9999-bbbb-cccc'], modified: '2026-08-06T00:00:00Z' })
  await site.refresh()
  expect((await rows()).filter(({ state }) => state === 'open')).toEqual([])
})

test('a name that is taken back takes the finding’s own ruling along, and nothing is lost', async () => {
  publish({ aliases: [CVE] })
  await site.refresh()
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn()
  publish({ modified: '2026-08-06T00:00:00Z' })
  await site.refresh()
  expect((await standing()).told).toEqual({ vulnerabilityId: GHSA, location: 'a', ...carried })
})

test('of two findings that become one, the open one leads: no ruling on the other takes it off the list', async () => {
  const second = 'GHSA-dddd-eeee-ffff'
  const both = (...aliases: string[]) =>
    site.publish(
      'osv/npm.ndjson',
      [GHSA, second]
        .map((id) => osvRecord(id, 'npm', 'left-pad', '1.3.1', { aliases, modified: '2026-08-05T00:00:00Z' }))
        .join('\n'),
    )
  await at(['a'], '2026-08-01T00:00:00Z')
  await workOn({ restsOn: ['exploitation'] })
  both()
  await site.refresh()
  expect((await rows()).map(({ state }) => state).sort()).toEqual(['open', 'suppressed'])
  both(CVE)
  site.publish('osv/again.ndjson', osvRecord('GHSA-0000-0000-0000', 'npm', 'none', '1.0.0'))
  await site.refresh()
  const { told } = await standing()
  expect(told).toMatchObject({ vulnerabilityId: CVE, state: 'open', team: 'web', comments: 1 })
})

test('it is told once: who is told of findings hears of no move, and its ticket goes along', async () => {
  const target = '5e3c0000-0000-4000-8000-00000000000a'
  const inWorkspace = <T>(act: (work: Transaction<NoTables>) => Promise<T>) =>
    site.database.inWorkspace(DEFAULT_WORKSPACE, act)
  await inWorkspace((work) =>
    sql`insert into notifier_target (workspace_id, id, notifier, name, settings, kinds, made_by, made_at)
      values (${DEFAULT_WORKSPACE}, ${target}, 'webhook', 'chat', '{}',
        '{finding.opened,finding.resolved,finding.reopened}', 'ada', now())`.execute(work),
  )
  await at(['a'], '2026-08-01T00:00:00Z')
  await inWorkspace((work) =>
    sql`insert into ticket (workspace_id, target_id, finding_id, key, url, made_at)
      select ${DEFAULT_WORKSPACE}, ${target}, id, 'SEC-1', 'https://jira.example/SEC-1', now() from finding`.execute(
      work,
    ),
  )
  await at(['b'], '2026-08-06T00:00:00Z')
  const { rows: told } = await inWorkspace((work) =>
    sql`select n.kind, f.location from ticket t join finding f on f.id = t.finding_id left join notice n on true`.execute(
      work,
    ),
  )
  expect(told).toEqual([{ kind: 'finding.opened', location: 'b' }])
})

test('in whatever order its imports come, it is suppressed, assigned and first seen alike (law 1)', async () => {
  const later: readonly [readonly string[], string][] = [
    [['b'], '2026-08-03T00:00:00Z'],
    [['c'], '2026-08-04T00:00:00Z'],
    [['c'], '2026-08-05T00:00:00Z'],
    [['a'], '2026-07-20T00:00:00Z'],
  ]
  const outcomeOf = async (order: typeof later) => {
    const target = await installation(clock.clock)
    try {
      publish({}, target)
      await target.refresh()
      await at(['a'], '2026-08-01T00:00:00Z', target)
      await workOn({}, target)
      for (const [places, timestamp] of order) await at(places, timestamp, target)
      return (await standing(target)).told
    } finally {
      await target.close()
    }
  }
  const expected = await outcomeOf(later)
  expect(expected).toMatchObject({ ...carried, location: 'c', firstSeen: '2026-07-20T00:00:00.000Z' })
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...later, ...later], { minLength: later.length * 2 }), async (order) => {
      expect(await outcomeOf(order)).toEqual(expected)
    }),
    { numRuns: 4 },
  )
}, 120_000)
