import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FindingRow, Page } from '#contract'
import type { Comment, Mention } from '#contract/comments'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'

/** What people say about findings, as the browser asks for it. */
let testing: TestDatabase
let server: RunningServer
let finding: string
const cookies = new Map<string, string>()

beforeAll(async () => {
  testing = await testDatabase()
  await seed(testing.database, 5)
  server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  const people: [string, Role][] = [
    ['ada', 'analyst'],
    ['Grace', 'analyst'],
    ['olga', 'owner'],
    ['Ana Lyst', 'analyst'],
    ['vera', 'viewer'],
  ]
  for (const [name, role] of people) {
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    cookies.set(name, `lunette_session=${token}`)
  }
  finding = (await call<Page<FindingRow>>('ada', 'GET', '/findings?limit=1')).body.rows[0]!.id
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})

async function call<Body>(who: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${server.origin}/api/v1${path}`, {
    method,
    headers: {
      cookie: cookies.get(who)!,
      origin: server.origin,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}

const say = (who: string, body: string) =>
  call<{ id: string; unknown: string[]; code?: string }>(who, 'POST', `/findings/${finding}/comments`, { body })
const comments = async () =>
  (await call<{ comments: Comment[] }>('vera', 'GET', `/findings/${finding}/comments`)).body.comments
const mentions = async (who: string) => (await call<{ mentions: Mention[] }>(who, 'GET', '/mentions')).body.mentions

test('a comment is kept as it was written, whatever it holds', async () => {
  const body = '**bold** <script>marker()</script> [x](javascript:marker()) \u202e end'
  expect((await say('ada', body)).status).toBe(201)
  const [made] = await comments()
  expect(made).toMatchObject({ author: 'ada', editedAt: null, deletedAt: null })
  expect(made?.body).toBe(body)
})

test('whom a comment mentions is told until they look, in whatever case they are named', async () => {
  const made = await say('ada', 'can @grace look? not @ada, nor @nobody')
  expect(await mentions('Grace')).toMatchObject([
    { author: 'ada', finding: { id: finding }, words: expect.stringContaining('can @grace look') },
  ])
  expect(await mentions('ada')).toEqual([])
  await call('ada', 'PATCH', `/comments/${made.body.id}`, { body: 'can @olga look?' })
  expect(await mentions('Grace')).toEqual([])
  expect(await mentions('olga')).toHaveLength(1)
  expect((await call('olga', 'POST', `/findings/${finding}/comments/seen`)).body).toEqual({ seen: 1 })
  expect(await mentions('olga')).toEqual([])
})

test('a name that holds a space is told as well, and the writer is told who is nobody', async () => {
  const made = await say('ada', 'can @ana lyst look? and @xyz, or @Grace?')
  expect(made.body.unknown).toEqual(['xyz'])
  expect(await mentions('Ana Lyst')).toHaveLength(1)
  const edited = await call<{ unknown: string[] }>('ada', 'PATCH', `/comments/${made.body.id}`, { body: '@abc @olga' })
  expect(edited.body).toEqual({ ok: true, unknown: ['abc'] })
  expect(await mentions('Ana Lyst')).toEqual([])
  await call('olga', 'POST', `/findings/${finding}/comments/seen`)
})

test('only its author changes a comment; its author or an owner deletes it, and a mark stays', async () => {
  const { id } = (await say('ada', 'mine')).body
  expect((await call('Grace', 'PATCH', `/comments/${id}`, { body: 'hers' })).status).toBe(404)
  expect((await call('Grace', 'DELETE', `/comments/${id}`)).status).toBe(404)
  expect((await call('ada', 'PATCH', `/comments/${id}`, { body: 'still mine' })).status).toBe(200)
  expect((await comments()).at(-1)).toMatchObject({ body: 'still mine', editedAt: expect.any(String) })
  expect((await call('olga', 'DELETE', `/comments/${id}`)).status).toBe(200)
  expect((await comments()).at(-1)).toMatchObject({ id, body: null, deletedAt: expect.any(String) })
  expect((await call('ada', 'PATCH', `/comments/${id}`, { body: 'back' })).status).toBe(404)
})

test('a viewer reads and says nothing; nothing is said of what is not there, nor without words', async () => {
  expect((await say('vera', 'hello')).status).toBe(403)
  expect((await say('ada', '   ')).status).toBe(400)
  expect((await say('ada', 'x'.repeat(10_001))).status).toBe(400)
  expect((await call('ada', 'POST', '/findings/nope/comments', { body: 'hello' })).status).toBe(404)
})
