import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiToken, IssuedToken } from '#contract/tokens'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('an API token', () => {
  let testing: TestDatabase
  let server: RunningServer
  let mara: Visitor
  let id: string

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 5)
    server = await serve(testing.database)
    await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    id = await makePerson(testing.database, 'mara', 'analyst')
    mara = await Visitor.of(server.origin, testing.database, id)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const issue = (scopes: string[], days = 30) =>
    mara.json<IssuedToken>('POST', '/account/tokens', { name: 'ci', scopes, days })
  const program = (token: string, cookie = '') =>
    new Visitor(server.origin, cookie, { authorization: `Bearer ${token}` })
  const listed = async () => (await mara.json<{ tokens: ApiToken[] }>('GET', '/account/tokens')).tokens

  it('is shown once and stored as a hash', async () => {
    const made = await mara.ask('POST', '/account/tokens', { name: 'ci', scopes: ['read'], days: 30 })
    expect(made.headers.get('cache-control')).toBe('no-store')
    const { token } = (await made.json()) as IssuedToken
    expect(token).toMatch(/^lunette_[\w-]{43}$/)
    const { rows } = await sql<{ text: string }>`select string_agg(t::text, ' ') as text from api_token t`.execute(
      testing.database.instance,
    )
    expect(rows[0]?.text).not.toContain(token)
    expect(JSON.stringify(await listed())).not.toContain(token)
    expect(await listed()).toMatchObject([{ name: 'ci', hint: token.slice(0, 12), lastUsedAt: null }])
  })

  it('does what its scopes say and no more', async () => {
    const reader = program((await issue(['read'])).token)
    expect(await reader.outcome('GET', '/findings')).toBe('200')
    expect(await reader.outcome('POST', '/feeds/refresh', {})).toBe('403 scope-too-small')
    const writer = program((await issue(['write'])).token)
    expect(await writer.outcome('POST', '/feeds/refresh', {})).toBe('202')
    expect(await writer.outcome('GET', '/findings')).toBe('403 scope-too-small')
    expect(await writer.outcome('POST', '/imports?name=x')).toBe('403 scope-too-small')
    const importer = program((await issue(['import'])).token)
    expect(await importer.outcome('POST', '/imports?name=x')).toBe('400 bad-request')
  })

  it('is never wider than its owner’s role of this moment', async () => {
    const all = program((await issue(['read', 'write', 'import', 'admin'])).token)
    expect(await all.outcome('POST', '/invitations', { role: 'viewer' })).toBe('403 not-allowed')
    await sql`update membership set role = 'viewer' where account_id = ${id}`.execute(testing.database.instance)
    expect(await all.outcome('POST', '/feeds/refresh', {})).toBe('403 not-allowed')
    await sql`update membership set disabled_at = now() where account_id = ${id}`.execute(testing.database.instance)
    expect(await all.outcome('GET', '/findings')).toBe('401 not-logged-in')
    await sql`update membership set role = 'analyst', disabled_at = null where account_id = ${id}`.execute(
      testing.database.instance,
    )
  })

  it('makes no token, and touches no session and no password', async () => {
    const all = program((await issue(['read', 'write', 'import', 'admin'])).token)
    const wanted = { name: 'more', scopes: ['read'], days: 300 }
    expect(await all.outcome('POST', '/account/tokens', wanted)).toBe('403 scope-too-small')
    expect(await all.outcome('GET', '/account/sessions')).toBe('403 scope-too-small')
    expect(await all.outcome('PUT', '/account/password', { current: 'x', next: 'a few other words' })).toBe(
      '403 scope-too-small',
    )
  })

  it('works without the checks against foreign pages, since no browser sends it by itself', async () => {
    const writer = program((await issue(['write'])).token)
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect(await writer.outcome('POST', '/feeds/refresh', {}, foreign)).toMatch(/^(202|409 already-running)$/)
    expect(await mara.outcome('POST', '/feeds/refresh', {}, foreign)).toBe('403 foreign-origin')
  })

  it('is named in the audit trail beside its owner', async () => {
    const { id: tokenId, token } = await issue(['write'])
    const before = await through()
    const [outcome] = await Promise.all([
      program(token).outcome('PATCH', '/assets/asset-host', { exposure: 'internal' }),
      mara.outcome('PATCH', '/assets/asset-host', { exposure: 'internal' }),
    ])
    expect(outcome).toBe('200')
    expect((await through()).slice(before.length)).toEqual(expect.arrayContaining([null, tokenId]))
  })

  /** The token of each change of an asset, oldest first. */
  async function through(): Promise<(string | null)[]> {
    const rows = await allRows<{ token: string | null }>(
      testing,
      `select detail -> 'through' ->> 'token' as token from audit_detail
      where action = 'asset.update' and actor = 'mara' order by position`,
    )
    return rows.map((row) => row.token)
  }

  it('does not borrow the cookie beside it', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect(await program('lunette_forged', mara.cookie).outcome('POST', '/feeds/refresh', {}, foreign)).toBe(
      '401 not-logged-in',
    )
    const basic = new Visitor(server.origin, mara.cookie, { authorization: 'Basic bWFyYTp4' })
    expect(await basic.outcome('POST', '/feeds/refresh', {}, foreign)).toBe('401 not-logged-in')
  })

  it('says when it was used, and nothing once it was revoked or has expired', async () => {
    const { id: tokenId, token } = await issue(['read'])
    await program(token).ask('GET', '/findings')
    expect((await listed()).find((entry) => entry.id === tokenId)?.lastUsedAt).toEqual(expect.any(String))
    expect(await mara.outcome('DELETE', `/account/tokens/${tokenId}`)).toBe('200')
    const answer = await program(token).ask('GET', '/findings')
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"'])
    const old = await issue(['read'])
    await sql`update api_token set expires_at = now() - interval '1 second' where id = ${old.id}`.execute(
      testing.database.instance,
    )
    expect(await program(old.token).outcome('GET', '/findings')).toBe('401 not-logged-in')
  })

  it('of somebody else cannot be revoked', async () => {
    const { id: tokenId } = await issue(['read'])
    const eve = await makePerson(testing.database, 'eve', 'admin')
    const visitor = await Visitor.of(server.origin, testing.database, eve)
    expect(await visitor.outcome('DELETE', `/account/tokens/${tokenId}`)).toBe('404 not-found')
  })

  it('ends with its owner’s membership', async () => {
    const { token } = await issue(['read'])
    await sql`delete from membership where account_id = ${id}`.execute(testing.database.instance)
    expect(await program(token).outcome('GET', '/findings')).toBe('401 not-logged-in')
  })
})
