import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeTarget, toldStaleFeeds, writeNotice, writeTimedNotices } from '#action/notifiers/store'
import type { Instant } from '#core/kernel'
import { endDispositions, makeDisposition } from '#exposure/findings/store'
import { deliverNotices } from '#flows/deliver-notices'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { secretBox } from '#platform/secrets'
import { listDeliveries } from '#views/deliveries'
import { listFindings } from '#views/findings'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'
import { type Receiver, receiver } from '../support/receiver.ts'
import { placeTarget } from '../support/targets.ts'

const secrets = secretBox([randomBytes(32)])
const secret = `whsec_${Buffer.from('a key that both sides know').toString('base64')}`
const stop = new AbortController().signal

let clock: ReturnType<typeof movableClock>
let site: Installation
let hook: Receiver
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  hook = await receiver()
  const over = { aliases: ['CVE-2026-1000'], database_specific: { severity: 'CRITICAL' } }
  site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', over))
  const listed = [{ cveID: 'CVE-2026-1000', dateAdded: '2026-08-01', dueDate: '2026-08-22' }]
  site.publish('kev/kev.json', JSON.stringify({ vulnerabilities: listed }))
  await site.refresh()
})
afterEach(async () => {
  await hook.close()
  await site.close()
})

const shop = (over: object = {}) => site.record('shop', ['pkg:npm/left-pad@1.3.0'], { exposure: 'internet', ...over })

const target = (name: string, url: string, kinds: string[]): Promise<string> =>
  placeTarget({ ...site, secrets }, { notifier: 'webhook', name, settings: { url }, secrets: { secret }, kinds })

const deliver = (privateHosts = ['127.0.0.1']) =>
  deliverNotices(
    { database: site.database, clock: clock.clock, secrets, privateHosts, publicUrl: 'https://lunette.test' },
    DEFAULT_WORKSPACE,
    () => {},
    stop,
  )

async function deliveries() {
  const { rows } = await listDeliveries(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 100 })
  return rows.reverse()
}

const told = () => hook.received.map(({ body }) => JSON.parse(body).type)

test('a finding that is due now is told as it opens, signed, once', async () => {
  await target('chat', `${hook.origin}/in`, ['finding.opened'])
  await shop()
  expect(await deliver()).toEqual({ delivered: 1, failed: 0 })
  const [got] = hook.received
  const { type, data } = JSON.parse(got!.body)
  expect({ type, path: got!.path, method: got!.method }).toEqual({
    type: 'finding.opened',
    path: '/in',
    method: 'POST',
  })
  expect(data).toMatchObject({
    workspace: { id: DEFAULT_WORKSPACE },
    finding: { component: 'left-pad', version: '1.3.0', asset: { name: 'shop' }, urgency: 'now', kev: true },
    link: `https://lunette.test/findings/${data.finding.id}`,
  })
  expect([JSON.parse(got!.body).timestamp, data.finding.dueAt]).toEqual([
    '2026-08-02T00:00:00.000Z',
    expect.stringMatching(/^2026-08-\d\dT00:00:00\.000Z$/),
  ])
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = got!.headers
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  expect(signature).toBe(`v1,${createHmac('sha256', key).update(`${id}.${at}.${got!.body}`).digest('base64')}`)
  await shop()
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 })
})

test('what nobody asked for leaves no notice', async () => {
  await target('chat', hook.origin, ['feed.stale'])
  await shop()
  expect(await deliveries()).toEqual([])
})

test('of which sources it was told that they grew old is known, however many one notice named', async () => {
  await target('chat', hook.origin, ['feed.stale'])
  const asOf = '2026-07-01T00:00:00.000Z'
  const told = (key: string, detail: object) =>
    writeNotice(site.database, DEFAULT_WORKSPACE, { kind: 'feed.stale', key, detail }, clock.clock())
  await told('several', { feeds: ['kev', 'nvd'].map((id) => ({ id, name: id, asOf })) })
  await told('one, as it was written before', { feed: { id: 'epss', name: 'EPSS', asOf } })
  const known = await toldStaleFeeds(site.database, DEFAULT_WORKSPACE)
  expect(known.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(['epss', 'kev', 'nvd'].map((id) => ({ id, asOf })))
})

test('a change that is taken back tells nothing', async () => {
  await shop()
  await target('chat', hook.origin, ['finding.suppressed', 'finding.reopened'])
  const [finding] = (await listFindings(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 1 })).rows
  const ruling = { status: 'accepted', scope: 'finding', reason: 'known', by: 'ada' } as const
  const endsAt = '2026-08-09T00:00:00.000Z'
  const rule = (rehearse: boolean) =>
    makeDisposition(site.database, DEFAULT_WORKSPACE, finding!.id, { ...ruling, endsAt }, clock.clock(), { rehearse })
  await rule(true)
  expect(await deliveries()).toEqual([])
  await rule(false)
  clock.move('2026-08-10T00:00:00Z')
  await endDispositions(site.database, DEFAULT_WORKSPACE, clock.clock())
  await deliver()
  expect(told()).toEqual(['finding.suppressed', 'finding.reopened'])
})

test('what fails holds up its target, in order, and no other; each try later than the last', async () => {
  hook.answer = ({ path }) => (path === '/bad' ? { status: 503 } : undefined)
  await target('bad', `${hook.origin}/bad`, ['import.failed'])
  await target('good', `${hook.origin}/good`, ['import.failed'])
  const fail = (key: string) =>
    writeNotice(
      site.database,
      DEFAULT_WORKSPACE,
      { kind: 'import.failed', key, detail: { import: { title: key, code: 'bad', message: 'no' } } },
      clock.clock(),
    )
  await fail('one')
  await fail('two')
  await fail('two')
  await deliver()
  const paths = () => hook.received.map(({ path, body }) => `${path} ${JSON.parse(body).data.import.title}`).sort()
  expect(paths()).toEqual(['/bad one', '/good one', '/good two'])
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 })
  hook.answer = () => undefined
  clock.move('2026-08-02T00:00:06Z')
  await deliver()
  expect(paths()).toEqual(['/bad one', '/bad one', '/bad two', '/good one', '/good two'])
  const ids = hook.received.filter(({ path }) => path === '/bad').map(({ headers }) => headers['webhook-id'])
  expect(ids[0]).toBe(ids[1])
  expect(ids[1]).not.toBe(ids[2])
})

test('what nobody takes is given up after ten tries, is seen with its error, and the next is sent', async () => {
  await target('bad', hook.origin, ['import.failed'])
  hook.answer = ({ body }) => (body.includes('one') ? { status: 500 } : undefined)
  for (const title of ['one', 'two'])
    await writeNotice(
      site.database,
      DEFAULT_WORKSPACE,
      { kind: 'import.failed', key: title, detail: { import: { title, code: 'bad', message: 'no' } } },
      clock.clock(),
    )
  for (let hours = 0; hours <= 24 * 4; hours++) {
    clock.move(new Date(Date.parse('2026-08-02T00:00:00Z') + hours * 15 * 60_000).toISOString())
    await deliver()
  }
  expect(await deliveries()).toMatchObject([
    { state: 'dead', attempts: 10, problem: { code: 'refused', message: 'it answered 500' } },
    { state: 'delivered', attempts: 1 },
  ])
})

test('a paused target keeps what waits until it goes on', async () => {
  const id = await target('chat', hook.origin, ['finding.opened'])
  const pause = (paused: boolean) =>
    site.database.inWorkspace(DEFAULT_WORKSPACE, (work) => changeTarget(work, id, { paused }))
  await pause(true)
  await shop()
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 })
  await pause(false)
  expect(await deliver()).toEqual({ delivered: 1, failed: 0 })
})

test('a redirect is not followed, and 410 ends it at once', async () => {
  await target('chat', hook.origin, ['finding.opened'])
  hook.answer = ({ path }) => ({ status: path === '/' ? 307 : 200, headers: { location: '/elsewhere' } })
  await shop()
  await deliver()
  expect(hook.received.map(({ path }) => path)).toEqual(['/'])
  hook.answer = () => ({ status: 410 })
  clock.move('2026-08-02T00:01:00Z')
  await deliver()
  expect(await deliveries()).toMatchObject([{ state: 'dead', attempts: 2 }])
})

test('a private address is refused unless it is listed (law 6)', async () => {
  await target('chat', hook.origin, ['finding.opened'])
  await target('name', hook.origin.replace('127.0.0.1', 'localhost'), ['finding.opened'])
  await shop()
  expect(await deliver([])).toEqual({ delivered: 0, failed: 2 })
  expect(hook.received).toEqual([])
  expect((await deliveries()).map(({ problem }) => problem?.message)).toEqual([
    expect.stringContaining('private address'),
    expect.stringContaining('private address'),
  ])
})

test('due dates and the ends of rulings are told once each', async () => {
  await target('chat', hook.origin, ['finding.due', 'finding.overdue', 'ruling.ending'])
  await shop()
  const write = async (at: string) => {
    clock.move(at)
    await writeTimedNotices(site.database, DEFAULT_WORKSPACE, clock.clock())
    await writeTimedNotices(site.database, DEFAULT_WORKSPACE, clock.clock())
    await deliver()
  }
  const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{ due: string }>`select to_json(due_at)#>>'{}' as due from finding`.execute(work),
  )
  const dueMs = Date.parse(rows[0]!.due)
  await write(new Date(dueMs - 60_000).toISOString())
  await write(new Date(dueMs + 60_000).toISOString())
  expect(told()).toEqual(['finding.due', 'finding.overdue'])
  const [finding] = (await listFindings(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 1 })).rows
  const endsAt = new Date(dueMs + 3 * 86_400_000).toISOString() as Instant
  const ruling = { status: 'accepted', scope: 'finding', reason: 'known', endsAt, by: 'ada' } as const
  await makeDisposition(site.database, DEFAULT_WORKSPACE, finding!.id, ruling, clock.clock())
  await write(new Date(dueMs + 120_000).toISOString())
  expect(told()).toEqual(['finding.due', 'finding.overdue', 'ruling.ending'])
})

const failed = (title: string) =>
  writeNotice(
    site.database,
    DEFAULT_WORKSPACE,
    { kind: 'import.failed', key: title, detail: { import: { title, code: 'bad', message: 'no' } } },
    clock.clock(),
  )

test('a target that is slow holds up no other', async () => {
  const quick = () => hook.received.filter(({ path }) => path === '/quick')
  // Slower than all of the other's together, however slow those are; were they held up, it would give up and come first.
  hook.answer = async ({ path }) => {
    for (let tries = 0; path === '/slow' && quick().length < 3 && tries < 100; tries++) await wait(50)
    return undefined
  }
  await target('slow', `${hook.origin}/slow`, ['import.failed'])
  await target('quick', `${hook.origin}/quick`, ['import.failed'])
  for (const title of ['one', 'two', 'three']) await failed(title)
  expect(await deliver()).toEqual({ delivered: 6, failed: 0 })
  expect(hook.received.slice(0, 3).map(({ path }) => path)).toEqual(['/quick', '/quick', '/quick'])
})

test('two servers that deliver at the same time send each notice once, in order', async () => {
  await target('chat', hook.origin, ['import.failed'])
  const titles = Array.from({ length: 40 }, (_, index) => `import ${index}`)
  for (const title of titles) await failed(title)
  await Promise.all([deliver(), deliver(), deliver()])
  expect(hook.received.map(({ body }) => JSON.parse(body).data.import.title)).toEqual(titles)
})

test('what a server that died was sending is sent by another once the hold is over (law 7)', async () => {
  await target('chat', hook.origin, ['import.failed'])
  await failed('one')
  await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) => holdTargetOf(work))
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 })
  clock.move('2026-08-02T00:02:01Z')
  expect(await deliver()).toEqual({ delivered: 1, failed: 0 })
})

/** As a server leaves it that is killed between taking a target and letting it go. */
function holdTargetOf(work: Parameters<Parameters<Installation['database']['inWorkspace']>[1]>[0]) {
  return sql`update notifier_target set holder = gen_random_uuid(), held_until = ${clock.clock()}::timestamptz + interval '2 minutes'`.execute(
    work,
  )
}
