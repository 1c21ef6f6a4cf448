import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type ApiRoute, addressOf, readRoutes } from '../support/api-routes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'
import { type FuzzedRequest, requestsTo } from './requests.ts'

const HOSTILE_ID = '%'

/** Asks every route of the OpenAPI document this often with made-up requests: no 5xx, no undocumented answer. */
export function fuzzEveryRoute(runs: number): void {
  describe('the API under made-up requests', () => {
    let testing: TestDatabase
    let server: RunningServer
    let routes: ApiRoute[]
    let person: string
    let ids: string[]

    beforeAll(async () => {
      testing = await testDatabase()
      await seed(testing.database, 20)
      server = await serve(testing.database, 0, {
        requestsPerMinute: 1e9,
        strictRequestsPerMinute: 1e9,
        privateHosts: [],
      })
      routes = await readRoutes(server.origin)
      person = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
      const { rows } = await sql<{ id: string }>`select id from account`.execute(testing.database.instance)
      ids = [...rows.map((row) => row.id), 'asset-host', 'CVE-2021-44228', HOSTILE_ID]
    })
    afterAll(async () => {
      await server?.close()
      await testing?.drop()
    })

    it('answers as its document says, and never with a fault of its own', async () => {
      const failures: string[] = []
      for (const route of routes) {
        const property = fc.asyncProperty(requestsTo(route, ids), (request) => isAnsweredAsDocumented(route, request))
        const { errorInstance, seed: at, counterexamplePath } = await fc.check(property, { numRuns: runs })
        if (errorInstance) failures.push(`${(errorInstance as Error).message} (seed ${at}, path ${counterexamplePath})`)
      }
      expect(failures).toEqual([])
    })

    async function isAnsweredAsDocumented(route: ApiRoute, request: FuzzedRequest): Promise<void> {
      // The last administrator stays, but sessions, roles and throttles come and go.
      await sql`delete from login_failure`.execute(testing.database.instance)
      const cookie = `lunette_session=${await openSession(testing.database, person, systemClock())}`
      const stop = new AbortController()
      const query = new URLSearchParams(request.query).toString()
      const path = addressOf({ ...route, query }, request.id)
      const answer = await fetch(`${server.origin}/api/v1${path}`, {
        method: route.method,
        redirect: 'manual',
        signal: stop.signal,
        headers: {
          cookie,
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
          ...(request.key && { 'idempotency-key': request.key }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      })
      const problem = answer.status >= 500 ? await answer.text() : ''
      stop.abort()
      if (answer.status < 500 && (route.documented.has(answer.status) || answer.status === 404)) return
      throw new Error(
        `${route.method} ${path.slice(0, 200)} ${JSON.stringify(request.body)?.slice(0, 200)}: ${answer.status} ${problem}`,
      )
    }
  })
}
