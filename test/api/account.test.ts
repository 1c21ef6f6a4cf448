import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OwnSession } from '#contract'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, password, Visitor } from '../support/people.ts'

describe('an account', () => {
  let testing: TestDatabase
  let server: RunningServer
  let id: string

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database, 0, { heartbeatMs: 50 })
    id = await makePerson(testing.database, 'mara', 'analyst')
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })
  beforeEach(async () => {
    await sql`delete from login_failure`.execute(testing.database.instance)
  })

  const sessionsOf = async (visitor: Visitor) =>
    (await visitor.json<{ sessions: OwnSession[] }>('GET', '/account/sessions')).sessions

  it('gets another session at each sign-in, and the one before it in the same browser ends', async () => {
    const browser = new Visitor(server.origin)
    await browser.ask('POST', '/session', { name: 'mara', password }, { 'user-agent': 'Firefox/150' })
    const first = browser.cookie
    expect(await sessionsOf(browser)).toMatchObject([{ current: true, address: '127.0.0.1', device: 'Firefox/150' }])
    await browser.ask('POST', '/session', { name: 'mara', password })
    expect(browser.cookie).not.toBe(first)
    expect(await new Visitor(server.origin, first).outcome('GET', '/account/sessions')).toBe('401 not-logged-in')
    expect(await sessionsOf(browser)).toHaveLength(1)
    await browser.ask('DELETE', '/account/sessions')
  })

  it('ends one of its sessions, or all others, at once', async () => {
    const [here, there, elsewhere] = await Promise.all(
      [1, 2, 3].map(() => Visitor.of(server.origin, testing.database, id)),
    )
    const other = (await sessionsOf(there!)).find((session) => session.current)!
    expect(await here!.outcome('DELETE', `/account/sessions/${other.id}`)).toBe('200')
    expect(await here!.outcome('DELETE', `/account/sessions/${other.id}`)).toBe('404 not-found')
    expect(await there!.outcome('GET', '/findings')).toBe('401 not-logged-in')
    await here!.ask('DELETE', '/account/sessions')
    expect(await elsewhere!.outcome('GET', '/findings')).toBe('401 not-logged-in')
    expect(await sessionsOf(here!)).toHaveLength(1)
  })

  it('cannot end the session of somebody else', async () => {
    const stranger = await makePerson(testing.database, 'eve', 'admin')
    const [eve, mara] = [
      await Visitor.of(server.origin, testing.database, stranger),
      await Visitor.of(server.origin, testing.database, id),
    ]
    const [session] = await sessionsOf(mara)
    expect(await eve.outcome('DELETE', `/account/sessions/${session!.id}`)).toBe('404 not-found')
    expect(await mara.outcome('GET', '/findings')).toBe('200')
  })

  it('signs out everywhere else when its password changes, and gets a new token here', async () => {
    const [here, there] = await Promise.all([1, 2].map(() => Visitor.of(server.origin, testing.database, id)))
    const before = here!.cookie
    const change = { current: password, next: 'other unrelated words' }
    expect(await here!.outcome('PUT', '/account/password', { ...change, current: 'wrong' })).toBe('403 wrong-password')
    expect(await here!.outcome('PUT', '/account/password', change)).toBe('200')
    expect(here!.cookie).not.toBe(before)
    expect(await here!.outcome('GET', '/findings')).toBe('200')
    expect(await new Visitor(server.origin, before).outcome('GET', '/findings')).toBe('401 not-logged-in')
    expect(await there!.outcome('GET', '/findings')).toBe('401 not-logged-in')
    const back = { current: change.next, next: password }
    expect(await here!.outcome('PUT', '/account/password', back)).toBe('200')
  })

  it('is seen to come from where its proxy says, only where there is a proxy', async () => {
    const behind = await serve(testing.database, 0, { publicUrl: 'https://lunette.example.org' })
    try {
      for (const [origin, address] of [
        [behind.origin, '192.0.2.7'],
        [server.origin, '127.0.0.1'],
      ] as const) {
        const visitor = new Visitor(origin, '', { 'x-forwarded-for': '198.51.100.9, 192.0.2.7' })
        await visitor.ask('POST', '/session', { name: 'mara', password })
        expect((await sessionsOf(visitor)).find((session) => session.current)).toMatchObject({ address })
      }
    } finally {
      await behind.close()
    }
  })

  it('hears nothing more on an event stream once its session or its workspace is another', async () => {
    const visitor = await Visitor.of(server.origin, testing.database, id)
    const stream = await visitor.ask('GET', '/events')
    const reader = stream.body!.getReader()
    const heard = async () => Buffer.from((await reader.read()).value ?? []).toString()
    await heard()
    expect(await heard()).toContain('still here')
    await visitor.ask('DELETE', '/session')
    for (;;) if ((await reader.read()).done) break
  })

  it('is not told from one that does not exist, in words or in time', async () => {
    const times: Record<string, number[]> = { mara: [], nobody: [] }
    const answers = new Set<string>()
    for (let round = 0; round < 4; round++)
      for (const name of ['mara', 'nobody']) {
        // The server runs here: what it works is told from what else the machine has to do.
        const before = process.cpuUsage()
        const answer = await new Visitor(server.origin).ask('POST', '/session', { name, password: 'wrong' })
        answers.add(`${answer.status} ${await answer.text()}`)
        const { user, system } = process.cpuUsage(before)
        times[name]!.push(user + system)
      }
    expect(answers.size).toBe(1)
    // The password is hashed for both: without that one of them would take a tenth.
    const [known, unknown] = [Math.min(...times.mara!), Math.min(...times.nobody!)]
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(3)
  })

  it('hears no more guesses at once than one after the other', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, guess) =>
        new Visitor(server.origin).outcome('POST', '/session', { name: 'mara', password: `guess ${guess}` }),
      ),
    )
    expect(guesses.filter((outcome) => outcome === '401 wrong-credentials')).toHaveLength(5)
    expect(guesses.filter((outcome) => outcome === '429 too-many-attempts')).toHaveLength(7)
  })
})
