import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FeedList } from '#contract'
import { type Instant, systemClock } from '#core/kernel'
import { beginFeedRun, registerFeeds } from '#exposure/knowledge/store'
import { verifyAudit } from '#platform/audit'
import { issueSetupToken, openSession, redeemSetupToken, sessionResumer } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase, withTestDatabase } from '../support/database.ts'

const password = 'a few unrelated words'

describe('a session', () => {
  const later = (hours: number) =>
    new Date(Date.parse('2026-01-01T00:00:00Z') + hours * 3_600_000).toISOString() as Instant

  it('rotates its token, keeps the old one for a minute, and ends when idle for a day', async () => {
    await withTestDatabase(async (database) => {
      const link = await issueSetupToken(database, later(0))
      const account = await redeemSetupToken(
        database,
        { token: link, name: 'mara', password },
        later(1),
        async () => {},
      )
      if (!account.ok) throw new Error(account.error.message)
      const token = (await openSession(database, account.value.id, later(1)))!
      const resume = sessionResumer(database)
      expect((await resume(token, later(2)))?.rotated).toBeUndefined()
      const rotated = (await resume(token, later(8)))?.rotated
      expect(rotated).toBeTypeOf('string')
      expect(await resume(token, later(8.01))).toBeDefined()
      expect(await resume(token, later(8.1))).toBeUndefined()
      expect((await resume(rotated!, later(9)))?.session.role).toBe('admin')
      expect(await resume(rotated!, later(34))).toBeUndefined()
    })
  })

  it('is not opened by a link that has expired', async () => {
    await withTestDatabase(async (database) => {
      const token = await issueSetupToken(database, later(0))
      const late = await redeemSetupToken(database, { token, name: 'mara', password }, later(25), async () => {})
      expect(late).toMatchObject({ ok: false, error: { code: 'setup-link-invalid' } })
    })
  })
})

describe('the server', () => {
  let testing: TestDatabase
  let server: RunningServer
  let cookie = ''

  const api = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(`${server.origin}/api/v1${path}`, { ...init, headers: { cookie, ...init.headers } })
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    api(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 250)
    server = await serve(testing.database)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  it('shows nothing without a session', async () => {
    for (const path of [
      '/findings',
      '/assets',
      '/overview',
      '/feeds',
      '/jobs',
      '/events',
      '/findings/export',
      '/no-such-route',
    ]) {
      const answer = await api(path)
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
  })

  it('makes an administrator of the one-time link, once', async () => {
    const token = server.setupLink.split('#')[1]
    const made = await post('/setup', { token, name: 'mara', password })
    expect(made.status).toBe(200)
    const set = made.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/HttpOnly/i)
    expect(set).toMatch(/SameSite=Strict/i)
    cookie = set.split(';')[0]!
    expect((await post('/setup', { token, name: 'eve', password })).status).toBe(403)
  })

  it('keeps a link that was refused for a taken name', async () => {
    const token = await issueSetupToken(testing.database, systemClock())
    expect((await post('/setup', { token, name: 'MARA', password })).status).toBe(409)
    expect((await post('/setup', { token, name: 'otto', password })).status).toBe(200)
  })

  it('refuses weak passwords and says what is wrong', async () => {
    const answer = await post('/setup', { token: 'x'.repeat(43), name: 'eve', password: 'short' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'bad-request', detail: expect.stringContaining('password') })
  })

  it('keeps no secret in plain text', async () => {
    const { rows } = await sql<{ text: string }>`
      select coalesce(string_agg(t::text, ' '), '') as text from (
        select token_hash as t from session union all select password_hash from account union all select token_hash from setup_link) s`.execute(
      testing.database.instance,
    )
    expect(rows[0]?.text).not.toContain(password)
    expect(rows[0]?.text).not.toContain(cookie.split('=')[1])
  })

  it('does not tell a wrong name from a wrong password', async () => {
    const wrong = await post('/session', { name: 'mara', password: 'not the password' })
    const unknown = await post('/session', { name: 'nobody', password: 'not the password' })
    expect(await wrong.json()).toEqual(await unknown.json())
    expect(wrong.status).toBe(401)
  })

  it('slows down guessing', async () => {
    const statuses: number[] = []
    for (let attempt = 0; attempt < 6; attempt++)
      statuses.push((await post('/session', { name: 'guess', password: 'x' })).status)
    expect(statuses.at(-1)).toBe(429)
    const next = await post('/session', { name: 'guess', password: 'x' })
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0)
    await sql`delete from login_failure`.execute(testing.database.instance)
  })

  it('locks out a guessed name, not everybody at the same address', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await post('/session', { name: 'guess', password: 'x' })
    expect((await post('/session', { name: 'guess', password: 'x' })).status).toBe(429)
    expect((await post('/session', { name: 'otto', password }, { cookie: '' })).status).toBe(200)
    await sql`delete from login_failure`.execute(testing.database.instance)
  })

  it('answers only to its own name (DNS rebinding)', async () => {
    const { request } = await import('node:http')
    const status = await new Promise((resolve) =>
      request(`${server.origin}/api/v1/session`, { headers: { host: 'rebound.example' } }, (answer) =>
        resolve(answer.statusCode),
      ).end(),
    )
    expect(status).toBe(421)
  })

  it('takes changes from its own pages only', async () => {
    expect((await post('/feeds/refresh', {}, { origin: 'http://elsewhere.example' })).status).toBe(403)
    expect((await post('/feeds/refresh', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('allows no inline code and no frame', async () => {
    const policy = (await api('/session')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  it('pages through every finding once, most urgent first', async () => {
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = new URLSearchParams({ limit: '40', ...(cursor && { cursor }) }).toString()
      const page = (await (await api(`/findings?${query}`)).json()) as {
        rows: { id: string }[]
        total: number
        next: string | null
      }
      expect(page.total).toBe(250)
      ids.push(...page.rows.map((row) => row.id))
      cursor = page.next
    }
    expect(new Set(ids).size).toBe(250)
  })

  it('counts facets as the list counts', async () => {
    const { facets } = (await (await api('/findings/facets?filter=kev:yes')).json()) as {
      facets: { key: string; values: { value: string; count: number }[] }[]
    }
    const now = facets.find((facet) => facet.key === 'decision')?.values.find((entry) => entry.value === 'now')?.count
    const listed = (await (await api('/findings?filter=kev:yes%20decision:now&limit=1')).json()) as { total: number }
    expect(listed.total).toBe(now)
  })

  it('says what it does not know of a filter', async () => {
    const refused = await api(`/findings?${new URLSearchParams({ filter: 'nosuchkey:1' })}`)
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { detail: string }).detail).toContain('There is no filter "nosuchkey"')
  })

  it('treats a filter as text, never as SQL', async () => {
    for (const filter of ["asset:x');--", "' or 1=1 --", 'decision:"', '%_\\']) {
      const answer = await api(`/findings?${new URLSearchParams({ filter })}`)
      expect([filter, answer.status]).toEqual([filter, 200])
      expect(((await answer.json()) as { total: number }).total).toBe(0)
    }
  })

  it('answers an unchanged page with 304', async () => {
    const tag = (await api('/coverage')).headers.get('etag') ?? ''
    expect((await api('/coverage', { headers: { 'if-none-match': tag } })).status).toBe(304)
  })

  it('exports what is shown, safe for spreadsheets', async () => {
    const csv = await (await api('/findings/export?filter=decision:now')).text()
    const shown = (await (await api('/findings?filter=decision:now&limit=1')).json()) as { total: number }
    expect(csv.trimEnd().split('\r\n')).toHaveLength(shown.total + 1)
    expect(JSON.parse(await (await api('/findings/export?filter=decision:now&format=json')).text())).toHaveLength(
      shown.total,
    )
  })

  it('rules on a finding: rehearsed, made, listed, taken back', async () => {
    const list = async (filter: string) =>
      (await (await api(`/findings?${new URLSearchParams({ filter, limit: '1' })}`)).json()) as {
        total: number
        rows: { id: string }[]
      }
    const { total, rows } = await list('')
    const path = `/findings/${rows[0]?.id}/dispositions`
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    const ruling = { status: 'accepted', scope: 'finding', reason: 'we know', endsAt }
    expect((await post(path, { ...ruling, rehearse: true })).status).toBe(200)
    expect((await list('')).total).toBe(total)
    const made = await post(path, ruling)
    expect(made.status).toBe(201)
    expect((await list('')).total).toBe(total - 1)
    expect((await list('state:suppressed')).total).toBe(1)
    const listed = (await (await api('/dispositions?filter=we+know')).json()) as {
      rows: { id: string; madeBy: string }[]
    }
    expect(listed.rows).toMatchObject([{ madeBy: 'mara', suppresses: 1 }])
    const revoked = await api(`/dispositions/${listed.rows[0]?.id}`, { method: 'DELETE' })
    expect(await revoked.json()).toEqual({ returned: 1, stands: [] })
    expect((await list('')).total).toBe(total)
    expect((await post(path, { ...ruling, reason: '' })).status).toBe(422)
    expect((await post(path, { ...ruling, status: 'fine' })).status).toBe(400)
    expect((await post('/findings/none/dispositions', ruling)).status).toBe(404)
  })

  it('lets a viewer read and not change', async () => {
    await sql`update membership set role = 'viewer'`.execute(testing.database.instance)
    expect((await api('/findings')).status).toBe(200)
    expect((await post('/feeds/refresh', {})).status).toBe(403)
    await sql`update membership set role = 'admin'`.execute(testing.database.instance)
  })

  const asAdministrator = (statement: string) => allRows(testing, statement)

  it('records changes in an audit chain that shows tampering', async () => {
    const change = { method: 'PATCH', body: '{"exposure":"internal"}', headers: { 'content-type': 'application/json' } }
    const { entries: before } = await verifyAudit(testing.database, DEFAULT_WORKSPACE)
    for (let time = 0; time < 3; time++) expect((await api('/assets/asset-host', change)).status).toBe(200)
    const entries = before + 3
    expect(await verifyAudit(testing.database, DEFAULT_WORKSPACE)).toEqual({ entries, erased: 0 })
    await asAdministrator(`delete from audit_detail where chain = '${DEFAULT_WORKSPACE}' and position = 2`)
    expect(await verifyAudit(testing.database, DEFAULT_WORKSPACE)).toEqual({ entries, erased: 1 })
    // Only who owns the database and switches its guard off can tamper: the chain tells.
    await asAdministrator(`alter table audit_detail disable trigger user;
      update audit_detail set actor = 'eve' where chain = '${DEFAULT_WORKSPACE}' and position = 3`)
    expect(await verifyAudit(testing.database, DEFAULT_WORKSPACE)).toMatchObject({ brokenAt: 3 })
  })

  it('tells event streams of jobs', async () => {
    const stop = new AbortController()
    const stream = await api('/events', { signal: stop.signal })
    await post('/feeds/refresh', {})
    let heard = ''
    for await (const chunk of stream.body!) {
      heard += Buffer.from(chunk).toString()
      if (heard.includes('"what":"findings"')) break
    }
    expect(heard).toContain('"kind":"refresh"')
    stop.abort()
  })

  it('shows a feed whose reader is gone as interrupted', async () => {
    await registerFeeds(testing.database, [{ id: 'kev', name: 'CISA KEV' }])
    await beginFeedRun(testing.database, 'kev', systemClock())
    const { feeds } = (await (await api('/feeds')).json()) as FeedList
    const [run] = feeds.find(({ id }) => id === 'kev')?.runs ?? []
    expect(run).toMatchObject({ status: 'failed', endedAt: null, problem: { code: 'interrupted' } })
  })

  it('describes itself as OpenAPI 3.1', async () => {
    const document = (await (await fetch(`${server.origin}/api/openapi.json`)).json()) as {
      openapi: string
      paths: object
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toContain('/api/v1/findings/{id}')
  })

  it('ends a session at once when its owner logs out', async () => {
    await api('/session', { method: 'DELETE' })
    expect((await api('/findings')).status).toBe(401)
  })
})
