import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '#contract'
import type { IdentityProviderChange, IdentityProviderState, SignInAddress } from '#contract/identity-provider'
import type { Person } from '#contract/people'
import type { Instant } from '#core/kernel'
import { ProviderClient } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type RunningServer, serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type IdentityProviderProcess, identityProvider } from '../support/identity-provider.ts'
import { makePerson, password, Visitor } from '../support/people.ts'

const OTHER = '00000000-0000-4000-8000-000000000002'
const path = '/instance/identity-provider'

describe('signing in with an identity provider', () => {
  let testing: TestDatabase
  let server: RunningServer
  let provider: IdentityProviderProcess
  let ada: Visitor
  let change: IdentityProviderChange

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    await sql`insert into workspace (id, slug, name) values (${OTHER}, 'other', 'Other')`.execute(
      testing.database.instance,
    )
    const id = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ada = await Visitor.of(server.origin, testing.database, id)
    provider = await identityProvider(`${server.origin}/api/v1/session/provider/callback`)
    provider.know({
      s1: { preferred_username: 'nina', groups: ['security', 'everybody'] },
      s2: { preferred_username: 'ada', groups: ['everybody', 'viewers'] },
      s3: { preferred_username: 'eve', groups: ['everybody'] },
      s4: { preferred_username: 'ada at home', groups: [] },
    })
    change = {
      name: 'Northwind',
      issuer: provider.issuer,
      clientId: 'lunette',
      clientSecret: 'a secret of the client',
      scopes: 'openid profile groups',
      groupsClaim: 'groups',
      furtherHosts: [],
      localSignIn: true,
      groups: [
        { group: 'security', workspaceId: DEFAULT_WORKSPACE, role: 'analyst' },
        { group: 'viewers', workspaceId: DEFAULT_WORKSPACE, role: 'viewer' },
        { group: 'security', workspaceId: OTHER, role: 'viewer' },
      ],
    }
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
    await provider?.stop()
  })

  const set = (over: Partial<IdentityProviderChange> = {}) => ada.outcome('PUT', path, { ...change, ...over })

  /** What the provider sends the browser back with. */
  async function answerFor(visitor: Visitor, subject: string, begin = '/session/provider'): Promise<string> {
    const { url } = await visitor.json<SignInAddress>('POST', begin)
    return (await provider.signIn(url, subject)).split('/api/v1')[1]!
  }

  /** Comes back to Lunette; where it leads from there. */
  async function come(visitor: Visitor, back: string): Promise<string> {
    const answer = await visitor.ask('GET', back)
    expect(answer.status).toBe(303)
    return answer.headers.get('location') ?? ''
  }

  const enter = async (subject: string, visitor = new Visitor(server.origin)) => ({
    visitor,
    page: await come(visitor, await answerFor(visitor, subject)),
  })

  const nameOf = async (visitor: Visitor) =>
    (await visitor.json<{ account: { name: string } | null }>('GET', '/session')).account?.name

  it('is configured by who runs the instance, and is not offered before', async () => {
    expect(await new Visitor(server.origin).outcome('POST', '/session/provider')).toBe('404 no-provider')
    const olga = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'olga', 'admin'))
    expect(await olga.outcome('PUT', path, change)).toBe('403 not-allowed')
    expect(await olga.outcome('GET', path)).toBe('403 not-allowed')
    expect(await ada.json<IdentityProviderState>('GET', path)).toEqual({
      provider: null,
      redirectUri: `${server.origin}/api/v1/session/provider/callback`,
    })
  })

  it('is not saved when it does not answer, or is another than it says', async () => {
    expect(await set({ issuer: 'http://127.0.0.1:9' })).toBe('422 provider-failed')
    expect(await set({ issuer: `${provider.issuer}/elsewhere` })).toBe('422 provider-failed')
    expect(await set({ issuer: 'ftp://127.0.0.1' })).toBe('400 bad-request')
    expect(await set({ scopes: 'profile' })).toBe('400 bad-request')
    expect((await ada.json<IdentityProviderState>('GET', path)).provider).toBeNull()
  })

  it('asks no private address that is not listed (SSRF)', async () => {
    const strict = await serve(testing.database, 0, { privateHosts: [] })
    let reached = 0
    const inside = createServer((socket) => {
      reached++
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(inside, 'listening')
    const { port } = inside.address() as AddressInfo
    try {
      const visitor = new Visitor(strict.origin, ada.cookie)
      for (const issuer of [provider.issuer, 'http://169.254.169.254', 'http://[::1]:80', `https://127.0.0.1:${port}`])
        expect(await visitor.outcome('PUT', path, { ...change, issuer })).toBe('422 provider-failed')
      expect(reached).toBe(0)
    } finally {
      inside.close()
      await strict.close()
    }
  })

  it('keeps the client secret to itself', async () => {
    expect(await set()).toBe('200')
    const state = await ada.json<IdentityProviderState>('GET', path)
    expect(state.provider).toMatchObject({ name: 'Northwind', hasSecret: true })
    expect(JSON.stringify(state)).not.toContain(change.clientSecret)
    const rows = await allRows<{ text: string }>(
      testing,
      `select concat_ws(' ', (select string_agg(p::text, '') from identity_provider p),
      (select string_agg(d::text, '') from audit_detail d)) as text`,
    )
    expect(rows[0]?.text).not.toContain(change.clientSecret)
    expect(await set({ clientSecret: undefined })).toBe('200')
    expect(await new Visitor(server.origin).json('GET', '/session')).toMatchObject({ provider: 'Northwind' })
  })

  it('makes an account with what its groups may do, the highest role of several', async () => {
    const { visitor, page } = await enter('s1')
    expect(page).toBe('/')
    expect(await visitor.json('GET', '/session')).toMatchObject({ account: { name: 'nina' }, role: 'analyst' })
    const again = await enter('s1')
    expect(await nameOf(again.visitor)).toBe('nina')
    const { rows } = await sql`select 1 from account where name like 'nina%'`.execute(testing.database.instance)
    expect(rows).toHaveLength(1)
  })

  it('lets nobody in whose groups may not, and makes no account of them', async () => {
    const { visitor, page } = await enter('s3')
    expect(page).toBe('/?sign-in=no-group')
    expect(await nameOf(visitor)).toBeUndefined()
    const { rows } = await sql`select 1 from account where name = 'eve'`.execute(testing.database.instance)
    expect(rows).toHaveLength(0)
  })

  it('never takes an account because of its name', async () => {
    const { visitor } = await enter('s2')
    expect(await visitor.json('GET', '/session')).toMatchObject({
      account: { name: 'ada (2)' },
      role: 'viewer',
      runsInstance: false,
    })
  })

  it('follows the groups at each sign-in, and leaves alone what people gave', async () => {
    const { visitor } = await enter('s1')
    await sql`update membership set from_provider = false where workspace_id = ${OTHER}`.execute(
      testing.database.instance,
    )
    provider.know({ s1: { preferred_username: 'nina', groups: ['viewers'] } })
    const again = await enter('s1')
    const { workspaces } = await again.visitor.json<{ workspaces: { name: string; role: string }[] }>(
      'GET',
      '/workspaces',
    )
    expect(workspaces.map(({ name, role }) => `${name} ${role}`)).toEqual(['Default viewer', 'Other viewer'])
    provider.know({ s1: { preferred_username: 'nina', groups: [] } })
    await enter('s1')
    expect(await visitor.outcome('GET', '/findings')).toBe('401 not-logged-in')
    provider.know({
      s1: { preferred_username: 'nina', groups: ['security'] },
      s4: { preferred_username: 'ada at home', groups: [] },
    })
  })

  it('leaves roles that come from groups to the provider; people suspend, and removing it hands the roles over', async () => {
    await enter('s1')
    const { rows } = await ada.json<Page<Person>>('GET', '/people?filter=nina')
    expect(rows).toMatchObject([{ role: 'analyst', fromProvider: true }])
    const nina = rows[0]!.id
    expect(await ada.outcome('PATCH', `/people/${nina}`, { role: 'owner' })).toBe('409 role-from-provider')
    expect(await ada.outcome('DELETE', `/people/${nina}`)).toBe('409 role-from-provider')
    await sql`delete from membership where account_id = ${nina} and workspace_id = ${OTHER}`.execute(
      testing.database.instance,
    )
    expect(await ada.outcome('PATCH', `/people/${nina}`, { disabled: true })).toBe('200')
    await sql`delete from identity_group where workspace_id = ${OTHER}`.execute(testing.database.instance)
    expect((await enter('s1')).page).toBe('/?sign-in=no-workspace')
    expect(await ada.outcome('PATCH', `/people/${nina}`, { disabled: false })).toBe('200')
    expect(await ada.outcome('DELETE', path)).toBe('200')
    expect(await ada.outcome('PATCH', `/people/${nina}`, { role: 'owner' })).toBe('200')
    await sql`update membership set role = 'analyst', from_provider = true where account_id = ${nina}`.execute(
      testing.database.instance,
    )
    expect(await set()).toBe('200')
  })

  it('takes an answer once, in the browser that asked, with the state it was given', async () => {
    const visitor = new Visitor(server.origin)
    const begun = await visitor.ask('POST', '/session/provider')
    const [cookie] = begun.headers.getSetCookie().map((line) => line.split(';')[0])
    const { url } = (await begun.json()) as SignInAddress
    const back = (await provider.signIn(url, 's1')).split('/api/v1')[1]!
    expect(await come(new Visitor(server.origin), back)).toBe('/?sign-in=sign-in-expired')
    expect(await come(visitor, back)).toBe('/')
    // Also with the cookie that the browser has thrown away.
    expect(await come(new Visitor(server.origin, cookie), back)).toBe('/?sign-in=sign-in-expired')
    for (const forge of [
      (answer: string) => answer.replace(/state=[^&]+/, 'state=forged'),
      (answer: string) => answer.replace(/code=[^&]+/, 'code=forged'),
      (answer: string) => answer.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example'),
    ]) {
      const other = new Visitor(server.origin)
      expect(await come(other, forge(await answerFor(other, 's1')))).toBe('/?sign-in=provider-failed')
      expect(await nameOf(other)).toBeUndefined()
    }
  })

  it('refuses an identity token with another nonce, and a code without its verifier', async () => {
    const known = { ...change, hasSecret: true, updatedAt: '' as Instant }
    const client = new ProviderClient(known, change.clientSecret ?? undefined, ['127.0.0.1'])
    const redirectUri = `${server.origin}/api/v1/session/provider/callback`
    for (const forged of [{ nonce: 'another' }, { verifier: 'x'.repeat(43) }]) {
      const begun = await client.begin(redirectUri)
      if (!begun.ok) throw new Error(begun.error.message)
      const back = new URL(await provider.signIn(begun.value.url, 's1'))
      expect(await client.finish(back.search, { ...begun.value.checks, ...forged })).toMatchObject({
        ok: false,
        error: { code: 'provider-failed' },
      })
    }
  })

  it('is linked to an account by who is signed in to it', async () => {
    expect(await set({ localSignIn: false })).toBe('409 link-first')
    expect(await come(ada, await answerFor(ada, 's4', '/account/identity'))).toBe('/settings')
    expect(await ada.json('GET', '/account/identity')).toEqual({ provider: 'Northwind', linked: true })
    const { visitor } = await enter('s4')
    expect(await nameOf(visitor)).toBe('ada')
    expect(await come(ada, await answerFor(ada, 's1', '/account/identity'))).toBe('/settings?sign-in=identity-taken')
  })

  it('may be the only way in', async () => {
    expect(await set({ localSignIn: false })).toBe('200')
    const attempt = { name: 'ada', password }
    expect(await new Visitor(server.origin).outcome('POST', '/session', attempt)).toBe('403 local-sign-in-off')
    expect(await nameOf((await enter('s4')).visitor)).toBe('ada')
    expect(await set()).toBe('200')
    expect(await new Visitor(server.origin).outcome('POST', '/session', attempt)).toBe('200')
  })

  it('is unlinked only where a password is left', async () => {
    const { visitor } = await enter('s1')
    expect(await visitor.outcome('DELETE', '/account/identity')).toBe('409 no-password')
    expect(await ada.outcome('DELETE', '/account/identity')).toBe('200')
    expect(await ada.outcome('DELETE', '/account/identity')).toBe('404 not-found')
  })

  it('is recorded: the provider, links, accounts and what groups changed', async () => {
    const rows = await allRows<{ action: string }>(
      testing,
      `select distinct action from audit_detail
      where actor in ('ada', 'identity provider') or action like 'identity%' order by action`,
    )
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'account.create',
        'identity-provider.set',
        'identity.link',
        'identity.unlink',
        'person.change',
        'person.join',
        'person.remove',
        'session.open',
      ]),
    )
    expect(await ada.outcome('DELETE', path)).toBe('200')
    expect(await ada.outcome('DELETE', path)).toBe('404 not-found')
  })
})
