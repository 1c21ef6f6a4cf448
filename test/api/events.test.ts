import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'

/** A beat that nothing else in the process has. */
const BEAT_MS = 12_345

let testing: TestDatabase
let server: RunningServer
let cookie: string
beforeAll(async () => {
  testing = await testDatabase()
  server = await serve(testing.database, 0, { heartbeatMs: BEAT_MS, requestsPerMinute: 1_000 })
  const ada = await makePerson(testing.database, 'ada', 'viewer')
  cookie = `lunette_session=${await openSession(testing.database, ada, systemClock())}`
})
afterAll(async () => {
  vi.restoreAllMocks()
  await testing?.drop()
})

it('leaves nothing behind of a visitor who is gone before the event stream begins', async () => {
  const began = vi.spyOn(globalThis, 'setInterval')
  const ended = vi.spyOn(globalThis, 'clearInterval')
  const beating = () => {
    const over = new Set(ended.mock.calls.map(([timer]) => timer))
    return began.mock.results.filter(
      ({ value }, call) => began.mock.calls[call]?.[1] === BEAT_MS && !over.has(value as NodeJS.Timeout),
    ).length
  }
  const visit = async (stays: number) => {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: ${new URL(server.origin).host}\r\nCookie: ${cookie}\r\n\r\n`)
    await wait(stays)
    socket.destroy()
  }
  // From "before the session is looked up" to "well within the stream".
  for (let visitor = 0; visitor < 60; visitor++) await visit(visitor % 12)
  expect(began.mock.calls.some(([, ms]) => ms === BEAT_MS)).toBe(true)
  await expect.poll(beating, { timeout: 5_000 }).toBe(0)
  await server.close()
})
