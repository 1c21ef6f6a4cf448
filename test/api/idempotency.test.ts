import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IssuedToken } from '#contract/tokens'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('a request with an Idempotency-Key', () => {
  let testing: TestDatabase
  let server: RunningServer
  let ada: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    const id = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ada = await Visitor.of(server.origin, testing.database, id)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const wanted = { name: 'ci', scopes: ['read'], days: 30 }
  const send = (key: string, body: object = wanted, visitor = ada, path = '/account/tokens') =>
    visitor.ask('POST', path, body, { 'idempotency-key': key })
  const outcome = (key: string, body?: object, visitor?: Visitor) =>
    (visitor ?? ada).outcome('POST', '/account/tokens', body ?? wanted, { 'idempotency-key': key })
  const tokens = async () => (await ada.json<{ tokens: unknown[] }>('GET', '/account/tokens')).tokens.length

  it('is done once, and answered alike when it comes again', async () => {
    const key = randomUUID()
    const first = await send(key)
    const again = await send(key)
    expect([first.status, again.status]).toEqual([201, 201])
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect(await again.json()).toEqual(await first.json())
    expect(await tokens()).toBe(1)
  })

  it('is refused with another body or at another address', async () => {
    const key = randomUUID()
    await send(key)
    expect(await outcome(key, { ...wanted, name: 'other' })).toBe('422 idempotency-key-reused')
    const elsewhere = await send(key, { name: 'North' }, ada, '/workspaces')
    expect(elsewhere.status).toBe(422)
    expect(await tokens()).toBe(2)
  })

  it('is done once when it is sent several times at the same moment', async () => {
    const before = await tokens()
    const key = randomUUID()
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcome(key)))
    expect(outcomes.every((text) => text === '201' || text === '409 request-under-way')).toBe(true)
    expect(await tokens()).toBe(before + 1)
  })

  it('gets a refusal again, too, and keys are each person’s own', async () => {
    const key = randomUUID()
    expect(await outcome(key)).toBe('201')
    const other = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'olga', 'owner'))
    expect(await outcome(key, undefined, other)).toBe('201')
    const taken = randomUUID()
    await ada.ask('POST', '/workspaces', { name: 'Taken' })
    for (const replayed of [null, 'true']) {
      const answer = await send(taken, { name: 'Taken' }, ada, '/workspaces')
      expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([409, replayed])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
  })

  it('is another one with another file, though it be as long, and the same with the same file', async () => {
    const upload = (key: string, file: string) =>
      fetch(`${server.origin}/api/v1/imports?name=bom.json`, {
        method: 'POST',
        headers: { cookie: ada.cookie, 'content-type': 'application/octet-stream', 'idempotency-key': key },
        body: file,
      })
    const key = randomUUID()
    const first = await upload(key, 'file A')
    const again = await upload(key, 'file A')
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 202, 'true'])
    const { id } = (await first.json()) as { id: string }
    expect(await again.json()).toMatchObject({ id })
    const other = await upload(key, 'file B')
    expect([other.status, await other.json()]).toMatchObject([422, { code: 'idempotency-key-reused' }])
    expect((await ada.json<{ jobs: { kind: string }[] }>('GET', '/jobs')).jobs).toMatchObject([{ kind: 'import' }])
    expect((await upload('two words', 'file A')).status).toBe(400)
    // Only what is being imported is kept.
    await expect.poll(() => readdirSync(server.uploads).length).toBeLessThanOrEqual(1)
  })

  it('leaves no secret in clear in the database, and none to who lost the role since', async () => {
    const key = randomUUID()
    const { token } = (await (await send(key)).json()) as IssuedToken
    const { rows } = await sql<{
      text: string
    }>`select string_agg(r::text, ' ') as text from idempotent_request r`.execute(testing.database.instance)
    expect(rows[0]?.text ?? '').not.toContain(token)
    await sql`delete from session`.execute(testing.database.instance)
    expect(await outcome(key)).toBe('401 not-logged-in')
  })

  it('needs a key that can be one', async () => {
    const { rows } = await sql<{ id: string }>`select id from account where name = 'ada'`.execute(
      testing.database.instance,
    )
    ada = await Visitor.of(server.origin, testing.database, rows[0]!.id)
    expect(await outcome('two words')).toBe('400 bad-request')
    expect(await outcome('x'.repeat(201))).toBe('400 bad-request')
  })
})

it('requests beyond the rate are told when to come again, also from who is not signed in', async () => {
  const testing = await testDatabase()
  const server = await serve(testing.database, 0, { requestsPerMinute: 5 })
  try {
    const stranger = new Visitor(server.origin)
    for (let request = 0; request < 5; request++)
      expect(await stranger.outcome('GET', '/findings')).toBe('401 not-logged-in')
    const answer = await stranger.ask('GET', '/findings')
    expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
    // What a page is made of is counted for itself: an address that asks much still sees why.
    expect((await fetch(`${server.origin}/static/none.js`)).status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'too-many-requests' })
  } finally {
    await server.close()
    await testing.drop()
  }
})
