import { randomUUID } from 'node:crypto'
import { request as plainRequest } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '#core/kernel'
import { issueApiToken, openSession, type Role, roles, type TokenScope } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { withAllRows } from '../support/all-rows.ts'
import { type ApiRoute, addressOf, readRoutes } from '../support/api-routes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makersOf } from '../support/one-of-each.ts'
import { makePerson, Visitor } from '../support/people.ts'

const MOST_TIMER_MS = 2 ** 31 - 1
/** The lock while which no entry of the audit trail can be written. */
const NO_ENTRY = 4_711
const OTHER = '00000000-0000-4000-8000-000000000002'
const scopes: readonly TokenScope[] = ['read', 'write', 'import', 'traces', 'admin']

interface Asked {
  status: number
  /** A list of nothing. */
  holdsNothing?: boolean
  code: string | undefined
}

/** The API's own document says who may call what; this asks every route whether it is true. */
describe('every route of the OpenAPI document', () => {
  let testing: TestDatabase
  let server: RunningServer
  let routes: ApiRoute[]
  let makers: ReturnType<typeof makersOf>
  const people = {} as Record<Role | 'instance' | 'stranger', string>

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    await sql`insert into workspace (id, slug, name) values (${OTHER}, 'other', 'Other')`.execute(
      testing.database.instance,
    )
    const clocks = stopClocks()
    server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
    clocks.mockRestore()
    routes = await readRoutes(server.origin)
    for (const role of roles) people[role] = await makePerson(testing.database, role, role)
    people.instance = await makePerson(testing.database, 'instance', 'admin', { runsInstance: true })
    people.stranger = await makePerson(testing.database, 'stranger', 'admin', {
      workspaceId: OTHER,
      runsInstance: true,
    })
    makers = makersOf(testing.database, server.origin, () =>
      Visitor.of(server.origin, testing.database, people.instance),
    )
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })
  beforeEach(async () => {
    await sql`delete from login_failure`.execute(testing.database.instance)
  })

  /** Lets what a server does every so many seconds never come round: what changes here, a request has changed. */
  function stopClocks() {
    const every = globalThis.setInterval
    return vi
      .spyOn(globalThis, 'setInterval')
      .mockImplementation(((work: () => void, ms = 0) =>
        every(work, ms >= 10_000 ? MOST_TIMER_MS : ms)) as typeof setInterval)
  }

  const named = ({ method, path }: ApiRoute) => `${method} ${path}`

  async function cookieOf(who: keyof typeof people): Promise<Record<string, string>> {
    return { cookie: `lunette_session=${await openSession(testing.database, people[who], systemClock())}` }
  }

  async function tokenOf(given: readonly TokenScope[]): Promise<Record<string, string>> {
    const made = await testing.database.inTransaction(async (work) => {
      await sql`delete from api_token`.execute(work)
      const owner = { accountId: people.instance, workspaceId: DEFAULT_WORKSPACE }
      const expiresAt = '2100-01-01T00:00:00.000Z' as ReturnType<typeof systemClock>
      return issueApiToken(work, owner, { name: 'test', scopes: given, expiresAt }, systemClock())
    })
    if (!made.ok) throw new Error(made.error.message)
    return { authorization: `Bearer ${made.value.token}` }
  }

  /** Asks a route with a body it accepts; an event stream is left at its first byte. */
  async function ask(
    route: ApiRoute,
    headers: Record<string, string>,
    {
      id = randomUUID() as string,
      body = route.body,
      mayFail = false,
    }: { id?: string; body?: unknown; mayFail?: boolean } = {},
  ): Promise<Asked> {
    const stop = new AbortController()
    const answer = await fetch(`${server.origin}/api/v1${addressOf(route, id)}`, {
      method: route.method,
      redirect: 'manual',
      signal: stop.signal,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const isProblem = answer.headers.get('content-type')?.includes('problem+json')
    const isPage = answer.ok && answer.headers.get('content-type')?.includes('application/json')
    const content = isProblem || isPage ? ((await answer.json()) as { code?: string }) : {}
    const { code } = content
    stop.abort()
    expect([named(route), answer.status, [...route.documented].sort()]).toSatisfy(
      ([, status, documented]: [string, number, number[]]) => documented.includes(status) || status === 304,
    )
    if (answer.status >= 400)
      expect([named(route), answer.status, code]).toEqual([named(route), answer.status, expect.any(String)])
    if (!mayFail) expect([named(route), answer.status]).toSatisfy(([, status]: [string, number]) => status < 500)
    return { status: answer.status, code, ...(isPage && isEmpty(content) && { holdsNothing: true }) }
  }

  const closed = () => routes.filter((route) => route.access !== 'open')

  it('is there, and says who may call it', () => {
    expect(routes.length).toBeGreaterThan(50)
    for (const route of routes) expect([named(route), route.access, route.scope]).not.toContain(undefined)
    // What is open is listed here by hand: a further one is a decision.
    expect(
      routes
        .filter((route) => route.access === 'open')
        .map(named)
        .sort(),
    ).toEqual([
      'GET /session',
      'GET /session/provider/callback',
      'POST /links/join',
      'POST /links/read',
      'POST /links/reset',
      'POST /reports',
      'POST /reports/read',
      'POST /reports/status',
      'POST /reports/words',
      'POST /session',
      'POST /session/provider',
      'POST /setup',
    ])
  })

  it('answers nobody without a session, with an expired, a forged, or an oversized one', async () => {
    const expired = await cookieOf('instance')
    await sql`update session set expires_at = now() - interval '1 second' where account_id = ${people.instance}`.execute(
      testing.database.instance,
    )
    const forged: Record<string, string>[] = [
      {},
      expired,
      { cookie: `lunette_session=${'A'.repeat(43)}` },
      { cookie: `lunette_session=${'A'.repeat(6_000)}` },
      { cookie: "lunette_session=' or 1=1 --" },
      { authorization: `Bearer lunette_${'A'.repeat(43)}` },
      { authorization: 'Bearer' },
      { authorization: `Bearer ${'A'.repeat(6_000)}` },
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
    ]
    for (const route of closed())
      for (const headers of forged)
        expect([named(route), headers, await ask(route, headers)]).toEqual([
          named(route),
          headers,
          { status: 401, code: 'not-logged-in' },
        ])
  })

  it('refuses every role below the one it names, and turns away none from it on', async () => {
    for (const route of closed())
      for (const who of [...roles, 'instance'] as const) {
        const { status, code } = await ask(route, await cookieOf(who))
        if (mayCall(route, who)) expect([named(route), who, code]).not.toContain('not-logged-in')
        else expect([named(route), who, status, code]).toEqual([named(route), who, 403, 'not-allowed'])
      }
  })

  it('refuses a token without its scope, and every token where only people may', async () => {
    for (const route of closed()) {
      const missing = scopes.filter((scope) => scope !== route.scope)
      expect([named(route), await ask(route, await tokenOf(missing))]).toEqual([
        named(route),
        { status: 403, code: 'scope-too-small' },
      ])
      if (route.scope === 'session') continue
      const { code } = await ask(route, await tokenOf([route.scope as TokenScope]))
      expect([named(route), code]).not.toContain('scope-too-small')
    }
  })

  it('leaves an entry in the audit trail for each change, and changes nothing where that fails (law 9)', async () => {
    const [silent, loose, done]: [string[], string[], string[]] = [[], [], []]
    await withAllRows(testing, async (ask) => {
      // Switched by a lock: a trigger that is switched itself makes every connection plan anew.
      await ask(`create function fail_audit() returns trigger language plpgsql as $$ begin
          if exists (select from pg_locks l join pg_database d on d.oid = l.database
              where d.datname = current_database() and l.locktype = 'advisory' and l.objid = ${NO_ENTRY}) then
            raise exception 'no entry';
          end if;
          return new;
        end $$;
        create trigger fail_audit before insert on audit_entry for each row execute function fail_audit()`)
      await prepareContent(ask)
      for (const route of closed().filter(({ method }) => method !== 'GET')) await tryRoute(route, ask)
    })
    expect(loose).toEqual([])
    expect(silent.toSorted()).toEqual(changeNothing)
    expect(done.length).toBeGreaterThanOrEqual(35)

    async function tryRoute(route: ApiRoute, all: AskAll): Promise<void> {
      const id = await idFor(route)
      const body = newBody(route)
      const failing = async (before: Record<string, string>) => {
        const failed = await withoutAudit(all, async () =>
          ask(route, await cookieOf('instance'), { id, body, mayFail: true }),
        )
        const after = await content(all)
        const touched = Object.keys(after).filter((table) => after[table] !== before[table])
        return touched.length > 0 || failed.status < 300 ? [named(route), ...touched].join(' ') : undefined
      }
      // What the request before it began may go on: where something moved, it is asked again once nothing does.
      const isLoose = (await failing(await content(all))) && (await failing(await settled(all)))
      if (isLoose && !changeNothing.includes(named(route))) loose.push(isLoose)
      const entries = await countEntries(all)
      const { status } = await ask(route, await cookieOf('instance'), { id, body })
      if (status < 300) done.push(named(route))
      if (status < 300 && (await countEntries(all)) === entries) silent.push(named(route))
    }
  }, 600_000)

  type AskAll = Parameters<Parameters<typeof withAllRows>[1]>[0]

  async function countEntries(ask: AskAll): Promise<number> {
    const [row] = await ask<{ count: number }>('select count(*)::int as count from audit_entry')
    return row?.count ?? 0
  }

  /** Runs `work` while no audit entry can be written. */
  async function withoutAudit<T>(ask: AskAll, work: () => Promise<T>): Promise<T> {
    const hush = vi.spyOn(console, 'error').mockImplementation(() => {})
    await ask(`select pg_advisory_lock(${NO_ENTRY})`)
    try {
      return await work()
    } finally {
      await ask(`select pg_advisory_unlock(${NO_ENTRY})`)
      hush.mockRestore()
    }
  }

  /**
   * What tells whether a row of a table was written or removed, by table, but for what every request touches and what is
   * sent: how many there are, and the latest transaction that wrote one. Planned once: there are many tables.
   */
  async function prepareContent(ask: AskAll): Promise<void> {
    const tables = await ask<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname not in ('session', 'login_failure', 'idempotent_request', 'job_end', 'delivery')`,
    )
    const marks = tables.map(({ name }) => {
      // What sends notices writes there too, where nothing changes.
      const mark =
        name === 'notifier_target'
          ? `md5(string_agg(t::text, '|' order by t::text))`
          : `count(*) || ' ' || coalesce(max(xmin::text::bigint), 0)`
      return `select '${name}' as name, ${mark} as mark from "${name}" t`
    })
    await ask(`prepare content as ${marks.join(' union all ')} union all select 'work', count(*)::text from job`)
  }

  /** The same as it is at a moment when no work is under way. */
  async function content(ask: AskAll): Promise<Record<string, string>> {
    let found: Record<string, string> = {}
    const look = async () => {
      const rows = await ask<{ name: string; mark: string }>('execute content')
      found = Object.fromEntries(rows.map(({ name, mark }) => [name, mark]))
      return found.work
    }
    await expect.poll(look, { timeout: 10_000 }).toBe('0')
    return found
  }

  /** The same once nothing moves any more: what a request began goes on after its answer. */
  async function settled(ask: AskAll): Promise<Record<string, string>> {
    for (let before = await content(ask); ; ) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const now = await content(ask)
      if (JSON.stringify(now) === JSON.stringify(before)) return now
      before = now
    }
  }

  it('takes no change from a foreign page on the strength of a cookie', async () => {
    const cookie = await cookieOf('instance')
    for (const route of routes.filter(({ method }) => method !== 'GET'))
      expect([named(route), await ask(route, { ...cookie, origin: 'https://evil.example' })]).toEqual([
        named(route),
        { status: 403, code: 'foreign-origin' },
      ])
  })

  it('shows and changes nothing of another workspace', async () => {
    const here = await cookieOf('instance')
    for (const route of closed().filter(({ path }) => path.includes('{'))) {
      const id = await idFor(route)
      const { status, holdsNothing } = await ask(route, await cookieOf('stranger'), { id })
      if (route.method !== 'GET') expect([named(route), id, status]).toSatisfy(isRefused)
      else if (!isSharedKnowledge(route)) {
        // Nothing there, or a list of nothing.
        expect([named(route), id, holdsNothing ? 404 : status]).toEqual([named(route), id, 404])
        expect([named(route), (await ask(route, here, { id })).status]).toEqual([named(route), 200])
      }
    }
  })

  it('lists nothing of another workspace', async () => {
    const ids: string[] = []
    for (const [kind, make] of Object.entries(makers))
      if (!isSharedKnowledge({ path: `${kind}/` })) ids.push(await make())
    // A number alone may stand anywhere.
    const telling = ids.filter((id) => !/^\d+$/.test(id))
    const seen = async (who: keyof typeof people, route: ApiRoute) => {
      const headers = await cookieOf(who)
      const answer = await fetch(`${server.origin}/api/v1${addressOf(route, '')}`, { headers, redirect: 'manual' })
      const text = await answer.text()
      return telling.filter((id) => text.includes(id))
    }
    const lists = closed().filter(({ method, path }) => method === 'GET' && !path.includes('{') && !isOfInstance(path))
    const found = new Set<string>()
    for (const route of lists) {
      expect([named(route), await seen('stranger', route)]).toEqual([named(route), []])
      for (const id of await seen('instance', route)) found.add(id)
    }
    // Each of them stands in a list of its own workspace: what is not seen elsewhere could be.
    expect(telling.filter((id) => !found.has(id)).length).toBeLessThanOrEqual(2)
  })

  it('answers a malformed, an oversized and a mistyped body with the problem that says so', async () => {
    for (const route of routes.filter(({ body }) => body !== undefined)) {
      const who = await cookieOf('instance')
      expect([named(route), await ask(route, who, { body: '{"broken":' })]).toEqual([
        named(route),
        { status: 400, code: 'bad-request' },
      ])
      expect([named(route), await ask(route, who, { body: 'x'.repeat(route.bodyBytes + 1) })]).toEqual([
        named(route),
        { status: 413, code: 'too-large' },
      ])
      expect([named(route), await ask(route, { ...who, 'content-type': 'text/plain' })]).toEqual([
        named(route),
        { status: 415, code: 'unsupported-media-type' },
      ])
      expect([named(route), (await ask(route, who, { body: '[]' })).status]).toEqual([named(route), 400])
    }
  })

  it('answers by no name but its own', async () => {
    for (const route of routes) {
      const status = await new Promise((resolve, reject) =>
        plainRequest(
          `${server.origin}/api/v1${addressOf(route, 'x')}`,
          { method: route.method, headers: { host: 'rebound.example' } },
          (answer) => resolve(answer.resume().statusCode),
        )
          .once('error', reject)
          .end(),
      )
      expect([named(route), status]).toEqual([named(route), 421])
    }
  })

  /** A thing of this workspace that a route could be asked for; any id where it takes none. */
  async function idFor({ method, path }: ApiRoute): Promise<string> {
    if (!path.includes('{')) return randomUUID()
    const make = makers[path.slice(0, path.indexOf('/{'))]
    if (!make) throw new Error(`nothing is made for ${method} ${path}: test/support/one-of-each.ts says how`)
    return make()
  }
})

function mayCall({ access }: ApiRoute, who: Role | 'instance'): boolean {
  if (access === 'instance') return who === 'instance'
  return who === 'instance' || roles.indexOf(who) >= roles.indexOf(access as Role)
}

/** `{ rows: [], total: 0, next: null }` and the like. */
function isEmpty(content: object): boolean {
  return Object.values(content).every((value) => !value || (Array.isArray(value) && value.length === 0))
}

/** A document that was taken in before changes nothing: this one is new. */
function newBody({ path, body }: ApiRoute): unknown {
  if (path === '/vex/suppliers') return { ...(body as object), author: randomUUID() }
  if (path === '/playbooks') return { ...(body as object), id: `of-${randomUUID().slice(0, 8)}` }
  return body
}

/** What changes nothing that anybody else could see. */
const changeNothing = [
  'POST /assumptions/preview',
  'POST /findings/{id}/comments/seen',
  'POST /overview/look',
  'POST /overview/seen',
  'POST /scope/lookups',
]

function isRefused([, , status]: [string, string, number]): boolean {
  return status >= 400
}

/** Knowledge is the instance's, not a workspace's. */
function isSharedKnowledge({ path }: Pick<ApiRoute, 'path'>): boolean {
  return /^\/(vulnerabilities|feeds)\//.test(path)
}

/** The instance's own pages, and streams that do not end. */
function isOfInstance(path: string): boolean {
  return path.startsWith('/instance/') || path === '/events'
}
