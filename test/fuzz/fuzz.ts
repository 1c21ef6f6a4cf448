import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Instant, systemClock } from '#core/kernel'
import { issueApiToken, openSession, type Role, roles } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type ApiRoute, addressOf, mismatch, readRoutes } from '../support/api-routes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makersOf } from '../support/one-of-each.ts'
import { makePerson, Visitor } from '../support/people.ts'
import { type FuzzedRequest, requestsTo } from './requests.ts'

const HOSTILE_ID = '%'
const FAR = '2100-01-01T00:00:00.000Z' as Instant

/** Whoever might ask. */
const askers = ['nobody', 'viewer', 'analyst', 'owner', 'admin', 'instance', 'reading token', 'full token'] as const
type Asker = (typeof askers)[number]

/**
 * Asks every route of the OpenAPI document this often with made-up requests, as every role, by token and without: no 5xx,
 * no status, media type, body or code that the document does not name.
 */
export function fuzzEveryRoute(runs: number): void {
  describe('the API under made-up requests', () => {
    let testing: TestDatabase
    let server: RunningServer
    let routes: ApiRoute[]
    const people = {} as Record<Role | 'instance', string>
    let ids: string[]
    const credentials = new Map<Asker, Record<string, string>>()
    let isTouched = true

    beforeAll(async () => {
      testing = await testDatabase()
      await seed(testing.database, 20)
      server = await serve(testing.database, 0, {
        requestsPerMinute: 1e9,
        strictRequestsPerMinute: 1e9,
        privateHosts: [],
      })
      routes = await readRoutes(server.origin)
      for (const role of roles) people[role] = await makePerson(testing.database, role, role)
      people.instance = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
      ids = [...Object.values(people), 'CVE-2021-44228', HOSTILE_ID]
      const visitor = () => Visitor.of(server.origin, testing.database, people.instance)
      for (const make of Object.values(makersOf(testing.database, server.origin, visitor))) ids.push(await make())
    })
    afterAll(async () => {
      await server?.close()
      await testing?.drop()
    })

    it('answers as its document says, and never with a fault of its own', async () => {
      const failures: string[] = []
      for (const route of routes) {
        const asked = fc.tuple(requestsTo(route, ids), fc.constantFrom(...askers))
        const property = fc.asyncProperty(asked, ([request, who]) => isAnsweredAsDocumented(route, request, who))
        const { errorInstance, seed: at, counterexamplePath } = await fc.check(property, { numRuns: runs })
        if (errorInstance) failures.push(`${(errorInstance as Error).message} (seed ${at}, path ${counterexamplePath})`)
      }
      expect(failures).toEqual([])
    }, 3_600_000)

    async function isAnsweredAsDocumented(route: ApiRoute, request: FuzzedRequest, who: Asker): Promise<void> {
      if (isTouched) await restore()
      isTouched = route.method !== 'GET'
      const stop = new AbortController()
      const query = new URLSearchParams(request.query).toString()
      const path = addressOf({ ...route, query }, request.id)
      const answer = await fetch(`${server.origin}/api/v1${path}`, {
        method: route.method,
        redirect: 'manual',
        signal: stop.signal,
        headers: {
          ...(await credentialsOf(who)),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
          ...(request.file && { 'content-type': 'application/octet-stream' }),
          ...(request.key && { 'idempotency-key': request.key }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(request.file && { body: Buffer.from(request.file) }),
      })
      const isCut = answer.status === 200 && request.query.some(([name]) => name === 'fields')
      const type = answer.headers.get('content-type')
      const text = type?.startsWith('text/event-stream') ? '' : await answer.text()
      stop.abort()
      const wrong = answer.status >= 500 ? text : mismatch(route, answer.status, type, text, { isCut })
      if (wrong === undefined) return
      const body = JSON.stringify(request.body)?.slice(0, 200)
      throw new Error(`${route.method} ${path.slice(0, 200)} ${body} as ${who}: ${answer.status} ${wrong}`)
    }

    /** Sessions, roles and throttles come and go under such requests: everybody is there again after each change. */
    async function restore(): Promise<void> {
      const members = Object.entries(people).map(
        ([role, id]) => sql`(${id}::uuid, ${DEFAULT_WORKSPACE}::uuid, ${role === 'instance' ? 'admin' : role})`,
      )
      await sql`with free as (delete from login_failure), no_provider as (delete from identity_provider),
        there as (update account set disabled_at = null, home_workspace_id = ${DEFAULT_WORKSPACE},
          runs_instance = (id = ${people.instance}::uuid))
        insert into membership (account_id, workspace_id, role) values ${sql.join(members)}
        on conflict (account_id, workspace_id) do update set role = excluded.role, disabled_at = null`.execute(
        testing.database.instance,
      )
      credentials.clear()
    }

    /** As good until something changes. */
    async function credentialsOf(who: Asker): Promise<Record<string, string>> {
      const made = credentials.get(who) ?? (await newCredentials(who))
      credentials.set(who, made)
      return made
    }

    async function newCredentials(who: Asker): Promise<Record<string, string>> {
      if (who === 'nobody') return {}
      const now = systemClock()
      if (who !== 'reading token' && who !== 'full token')
        return { cookie: `lunette_session=${await openSession(testing.database, people[who], now)}` }
      const scopes = who === 'full token' ? (['read', 'write', 'import', 'admin'] as const) : (['read'] as const)
      const made = await testing.database.inTransaction(async (work) => {
        await sql`delete from api_token where name = 'fuzz'`.execute(work)
        const owner = { accountId: people.instance, workspaceId: DEFAULT_WORKSPACE }
        return issueApiToken(work, owner, { name: 'fuzz', scopes: [...scopes], expiresAt: FAR }, now)
      })
      if (!made.ok) throw new Error(made.error.message)
      return { authorization: `Bearer ${made.value.token}` }
    }
  })
}
