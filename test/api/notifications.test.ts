import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeliveryRow, NotifierTarget, TicketList } from '#contract/notifications'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { localJira } from '../support/jira.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { type Receiver, receiver } from '../support/receiver.ts'

const secret = `whsec_${Buffer.from('a key that both sides know').toString('base64')}`

describe('a target of notices', () => {
  let testing: TestDatabase
  let server: RunningServer
  let hook: Receiver
  let ada: Visitor
  let vera: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    const id = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ada = await Visitor.of(server.origin, testing.database, id)
    vera = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'vera', 'owner'))
  })
  beforeEach(async () => {
    await hook?.close()
    hook = await receiver()
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) => sql`delete from notifier_target`.execute(work))
  })
  afterAll(async () => {
    await hook?.close()
    await server?.close()
    await testing?.drop()
  })

  const draft = (over: object = {}) => ({
    notifier: 'webhook',
    name: 'Chat',
    settings: { url: `${hook.origin}/in`, secret },
    kinds: ['import.failed'],
    ...over,
  })
  const make = async () => (await ada.json<{ id: string }>('POST', '/notifications/targets', draft())).id
  const listed = async () => (await ada.json<{ targets: NotifierTarget[] }>('GET', '/notifications/targets')).targets
  const audit = async () => {
    const [last] = await allRows<{ action: string; detail: string }>(
      testing,
      'select action, detail::text from audit_detail order by position desc limit 1',
    )
    return last!
  }

  it('is made by an administrator, its secret sealed, never shown, and not in the audit trail', async () => {
    const id = await make()
    expect(await listed()).toMatchObject([{ id, name: 'Chat', secrets: ['secret'], waiting: 0, madeBy: 'ada' }])
    expect(JSON.stringify(await listed())).not.toContain(secret)
    const { rows } = await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ text: string }>`select t::text as text from notifier_target t`.execute(work),
    )
    expect(rows[0]?.text).not.toContain(secret.slice(6))
    expect((await audit()).action).toBe('notifier-target.create')
    expect((await audit()).detail).not.toContain(secret)
    expect(await vera.outcome('GET', '/notifications/targets')).toBe('403 not-allowed')
    expect(await vera.outcome('POST', '/notifications/targets', draft())).toBe('403 not-allowed')
  })

  it('is refused where its settings cannot work', async () => {
    const outcome = (over: object) => ada.outcome('POST', '/notifications/targets', draft(over))
    expect(await outcome({ settings: { url: 'ftp://x', secret } })).toBe('422 bad-settings')
    expect(await outcome({ settings: { url: hook.origin, secret: 'short' } })).toBe('422 bad-settings')
    expect(await outcome({ kinds: ['finding.lost'] })).toBe('422 bad-settings')
    expect(await outcome({ notifier: 'pigeon' })).toBe('422 unknown-notifier')
    await make()
    expect(await outcome({ name: 'chat' })).toBe('409 name-taken')
  })

  it('sends a test at once, and says why it did not arrive', async () => {
    const id = await make()
    expect(await ada.json('POST', `/notifications/targets/${id}/test`)).toEqual({ arrived: true, problem: null })
    expect(JSON.parse(hook.received[0]!.body)).toMatchObject({ type: 'test', data: { by: 'ada' } })
    hook.answer = () => ({ status: 403 })
    expect(await ada.json('POST', `/notifications/targets/${id}/test`)).toEqual({
      arrived: false,
      problem: { code: 'refused', message: 'it answered 403' },
    })
  })

  it('keeps its secret through a change, but does not take it to another host', async () => {
    const id = await make()
    const change = (settings: object) => ada.outcome('PATCH', `/notifications/targets/${id}`, { settings })
    expect(await change({ url: `${hook.origin}/other` })).toBe('200')
    await ada.ask('POST', `/notifications/targets/${id}/test`)
    expect(hook.received[0]).toMatchObject({ path: '/other' })
    expect(await change({ url: 'https://elsewhere.example/' })).toBe('422 bad-settings')
    expect(await change({ url: 'https://elsewhere.example/', secret })).toBe('200')
    expect(await listed()).toMatchObject([{ note: null }])
    expect(await change({ url: 'https://10.1.2.3/', secret })).toBe('200')
    expect(await listed()).toMatchObject([{ note: expect.stringContaining('LUNETTE_PRIVATE_HOSTS') }])
  })

  it('sends by itself what happens, shows how it went, and again what was given up', async () => {
    const id = await make()
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into notice (workspace_id, kind, key, at, detail) values (${DEFAULT_WORKSPACE}, 'import.failed', 'one', now(),
        ${JSON.stringify({ import: { title: 'shop.json', code: 'bad', message: 'no SBOM' } })})`.execute(work),
    )
    hook.answer = () => ({ status: 410 })
    const first = async () =>
      (await ada.json<{ rows: DeliveryRow[] }>('GET', '/notifications/deliveries?filter=target:chat')).rows[0]
    await expect.poll(async () => (await first())?.state, { timeout: 10_000 }).toBe('dead')
    expect(await first()).toMatchObject({
      sentence: 'An import failed: shop.json: no SBOM',
      target: { id, name: 'Chat' },
      problem: { code: 'refused' },
    })
    hook.answer = () => undefined
    const path = `/notifications/deliveries/${(await first())?.id}/retry`
    hook.answer = () => ({ status: 410 })
    expect(await ada.outcome('POST', path)).toBe('200')
    await expect.poll(async () => (await first())?.state, { timeout: 10_000 }).toBe('dead')
    hook.answer = () => undefined
    expect(await vera.outcome('POST', '/notifications/deliveries/retry')).toBe('403 not-allowed')
    expect(await ada.json('POST', '/notifications/deliveries/retry')).toEqual({ deliveries: 1 })
    await expect.poll(async () => (await first())?.state, { timeout: 10_000 }).toBe('delivered')
    expect(await ada.outcome('POST', path)).toBe('404 not-found')
    const none = await ada.json<{ rows: DeliveryRow[] }>('GET', '/notifications/deliveries?filter=state:dead')
    expect(none.rows).toEqual([])
  })

  it('of tickets makes one for a finding when an analyst asks, and shows where the two sides disagree', async () => {
    const jira = await localJira('2', 'Bearer a-token')
    const settings = { url: jira.origin, project: 'SEC', version: '2', token: 'a-token' }
    const made = await ada.json<{ id: string }>(
      'POST',
      '/notifications/targets',
      draft({ notifier: 'jira', settings, kinds: [] }),
    )
    await seed(testing.database, 4)
    const anaId = await makePerson(testing.database, 'ana', 'analyst')
    const ana = await Visitor.of(server.origin, testing.database, anaId)
    const { rows } = await ana.json<{ rows: { id: string }[] }>('GET', '/findings?filter=state:open')
    const path = `/findings/${rows[0]?.id}/tickets`
    expect(await ana.json<TicketList>('GET', path)).toMatchObject({
      tickets: [],
      targets: [{ id: made.id, asked: false }],
    })
    expect(await ana.outcome('POST', path, { target: made.id })).toBe('202')
    expect(await ana.outcome('POST', path, { target: '11111111-1111-4111-8111-111111111111' })).toBe('404 not-found')
    const first = async () => (await ana.json<TicketList>('GET', path)).tickets[0]
    await expect.poll(first, { timeout: 15_000 }).toMatchObject({ key: 'SEC-1', status: 'To Do', conflict: null })
    jira.issues[0]!.status = 'Done'
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`update ticket set checked_at = now() - interval '1 hour'`.execute(work),
    )
    await expect.poll(first, { timeout: 15_000 }).toMatchObject({ status: 'Done', conflict: 'done-there' })
    await jira.close()
  })

  it('is unknown outside its workspace', async () => {
    const id = await make()
    const other = '22222222-2222-4222-8222-222222222222'
    await sql`insert into workspace (id, slug, name) values (${other}, 'other', 'Other')`.execute(
      testing.database.instance,
    )
    const stranger = await makePerson(testing.database, 'sten', 'admin', { workspaceId: other })
    const sten = await Visitor.of(server.origin, testing.database, stranger)
    expect(await sten.json('GET', '/notifications/targets')).toEqual({ targets: [] })
    expect(await sten.outcome('POST', `/notifications/targets/${id}/test`)).toBe('404 not-found')
    expect(await sten.outcome('DELETE', `/notifications/targets/${id}`)).toBe('404 not-found')
    expect(await ada.outcome('DELETE', `/notifications/targets/${id}`)).toBe('200')
  })
})
