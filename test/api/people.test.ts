import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '#contract'
import type { Invitation, IssuedLink, Person } from '#contract/people'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type RunningServer, serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, password, Visitor } from '../support/people.ts'

const OTHER = '00000000-0000-4000-8000-000000000002'

describe('people', () => {
  let testing: TestDatabase
  let server: RunningServer
  let admin: Visitor
  let owner: Visitor
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    await sql`insert into workspace (id, slug, name) values (${OTHER}, 'other', 'Other')`.execute(
      testing.database.instance,
    )
    ids.admin = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ids.owner = await makePerson(testing.database, 'olga', 'owner')
    ids.viewer = await makePerson(testing.database, 'vito', 'viewer')
    ids.stranger = await makePerson(testing.database, 'sam', 'viewer', { workspaceId: OTHER })
    admin = await Visitor.of(server.origin, testing.database, ids.admin)
    owner = await Visitor.of(server.origin, testing.database, ids.owner)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const list = (visitor: Visitor, query = '') => visitor.json<Page<Person>>('GET', `/people${query}`)
  const tokenOf = ({ path }: IssuedLink) => path.split('#')[1]!

  it('are listed with their roles, this workspace’s only, page by page', async () => {
    expect((await list(owner)).rows.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'ada admin',
      'olga owner',
      'vito viewer',
    ])
    const first = await list(owner, '?limit=2')
    const second = await list(owner, `?limit=2&cursor=${first.next}`)
    expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(['ada', 'olga', 'vito'])
    expect(await list(owner, '?filter=role:viewer')).toMatchObject({ total: 1, rows: [{ name: 'vito' }] })
    expect(await owner.outcome('GET', '/people?filter=rank:9')).toBe('400 bad-request')
  })

  it('join by a link that works once, with the role it names', async () => {
    const link = await owner.json<IssuedLink>('POST', '/invitations', { role: 'analyst', name: 'nina' })
    const token = tokenOf(link)
    const guest = new Visitor(server.origin)
    expect(await guest.json('POST', '/links/read', { token })).toEqual({
      kind: 'invitation',
      workspaceName: 'Default',
      role: 'analyst',
      name: 'nina',
    })
    expect(await guest.outcome('POST', '/links/join', { token, name: 'nina', password })).toBe('200')
    expect(await guest.json('GET', '/session')).toMatchObject({ account: { name: 'nina' }, role: 'analyst' })
    const late = { token, name: 'eve', password }
    expect(await new Visitor(server.origin).outcome('POST', '/links/join', late)).toBe('403 link-invalid')
  })

  it('of another workspace join with the account they have, and only with its password', async () => {
    const { path } = await owner.json<IssuedLink>('POST', '/invitations', { role: 'viewer' })
    const request = { token: path.split('#')[1], name: 'SAM', password: 'not the password' }
    const guest = new Visitor(server.origin)
    expect(await guest.outcome('POST', '/links/join', request)).toBe('409 name-taken')
    expect(await guest.json('POST', '/links/join', { ...request, password })).toEqual({ signedIn: false })
    expect(guest.cookie).toBe('')
    expect((await list(owner, '?filter=sam')).total).toBe(1)
  })

  it('cannot use an invitation that was taken back', async () => {
    const link = await owner.json<IssuedLink>('POST', '/invitations', { role: 'viewer' })
    const { invitations } = await owner.json<{ invitations: Invitation[] }>('GET', '/invitations')
    expect(invitations).toMatchObject([{ id: link.id, madeBy: 'olga' }])
    expect(await owner.outcome('DELETE', `/invitations/${link.id}`)).toBe('200')
    expect(await new Visitor(server.origin).outcome('POST', '/links/read', { token: tokenOf(link) })).toBe(
      '403 link-invalid',
    )
  })

  it('join at most once by one link, however many try at the same moment', async () => {
    const link = await owner.json<IssuedLink>('POST', '/invitations', { role: 'viewer' })
    const tries = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        new Visitor(server.origin).outcome('POST', '/links/join', {
          token: tokenOf(link),
          name: `twin ${number}`,
          password,
        }),
      ),
    )
    expect(tries.sort()).toEqual(['200', '403 link-invalid', '403 link-invalid', '403 link-invalid'])
  })

  it('are governed by nobody below their own role, and nobody gives more than they have', async () => {
    expect(await owner.outcome('PATCH', `/people/${ids.admin}`, { role: 'viewer' })).toBe('403 not-allowed')
    expect(await owner.outcome('DELETE', `/people/${ids.admin}`)).toBe('403 not-allowed')
    expect(await owner.outcome('PATCH', `/people/${ids.viewer}`, { role: 'admin' })).toBe('403 not-allowed')
    expect(await owner.outcome('PATCH', `/people/${ids.viewer}`, { runsInstance: true })).toBe('403 not-allowed')
    expect(await owner.outcome('POST', '/invitations', { role: 'admin' })).toBe('403 not-allowed')
    expect(await owner.outcome('POST', `/people/${ids.admin}/reset-link`)).toBe('403 not-allowed')
    expect(await owner.outcome('PATCH', `/people/${ids.viewer}`, { role: 'analyst' })).toBe('200')
    expect(await owner.outcome('PATCH', `/people/${ids.viewer}`, {})).toBe('400 bad-request')
  })

  it('of another workspace only are not there', async () => {
    const stranger = await makePerson(testing.database, 'far', 'viewer', { workspaceId: OTHER })
    expect(await admin.outcome('PATCH', `/people/${stranger}`, { role: 'owner' })).toBe('404 not-found')
    expect(await admin.outcome('DELETE', `/people/${stranger}`)).toBe('404 not-found')
    expect(await admin.outcome('POST', `/people/${stranger}/reset-link`)).toBe('404 not-found')
  })

  it('keep an administrator: the last one is neither demoted, suspended nor removed', async () => {
    expect(await admin.outcome('PATCH', `/people/${ids.admin}`, { role: 'owner' })).toBe('409 last-administrator')
    expect(await admin.outcome('PATCH', `/people/${ids.admin}`, { disabled: true })).toBe('409 last-administrator')
    expect(await admin.outcome('PATCH', `/people/${ids.admin}`, { runsInstance: false })).toBe('409 last-administrator')
    expect(await admin.outcome('DELETE', `/people/${ids.admin}`)).toBe('409 last-administrator')
  })

  it('keep an administrator when two of them demote each other at the same moment', async () => {
    const second = await makePerson(testing.database, 'alma', 'admin', { runsInstance: true })
    const alma = await Visitor.of(server.origin, testing.database, second)
    const both = await Promise.all([
      admin.outcome('PATCH', `/people/${second}`, { role: 'viewer' }),
      alma.outcome('PATCH', `/people/${ids.admin}`, { role: 'viewer' }),
    ])
    const { rows } = await sql<{ left: number }>`select count(*)::int as left from membership
      where role = 'admin' and workspace_id = ${DEFAULT_WORKSPACE}`.execute(testing.database.instance)
    expect([rows[0]?.left, both.filter((outcome) => outcome === '200').length]).toEqual([1, 1])
    await sql`update membership set role = 'admin' where account_id = ${ids.admin}`.execute(testing.database.instance)
    await sql`delete from account where id = ${second}`.execute(testing.database.instance)
  })

  it('that are suspended or removed are out at once', async () => {
    const vito = await Visitor.of(server.origin, testing.database, ids.viewer!)
    expect(await owner.outcome('PATCH', `/people/${ids.viewer}`, { disabled: true })).toBe('200')
    expect(await vito.outcome('GET', '/findings')).toBe('401 not-logged-in')
    expect(await new Visitor(server.origin).outcome('POST', '/session', { name: 'vito', password })).toBe(
      '403 not-allowed',
    )
    expect(await owner.outcome('PATCH', `/people/${ids.viewer}`, { disabled: false })).toBe('200')
    const again = await Visitor.of(server.origin, testing.database, ids.viewer!)
    expect(await owner.outcome('DELETE', `/people/${ids.viewer}`)).toBe('200')
    expect(await again.outcome('GET', '/findings')).toBe('401 not-logged-in')
  })

  it('get a fresh token when their role changes', async () => {
    const id = await makePerson(testing.database, 'rita', 'viewer')
    const rita = await Visitor.of(server.origin, testing.database, id)
    const before = rita.cookie
    await owner.ask('PATCH', `/people/${id}`, { role: 'analyst' })
    expect(await rita.json('GET', '/session')).toMatchObject({ role: 'analyst' })
    expect(rita.cookie).not.toBe(before)
  })

  it('choose a new password by a link, which ends their sessions', async () => {
    const id = await makePerson(testing.database, 'lost', 'viewer')
    const lost = await Visitor.of(server.origin, testing.database, id)
    const token = tokenOf(await owner.json<IssuedLink>('POST', `/people/${id}/reset-link`))
    const next = 'quite another phrase'
    expect(await lost.json('POST', '/links/read', { token })).toEqual({ kind: 'reset', name: 'lost' })
    expect(await lost.outcome('POST', '/links/join', { token, name: 'eve', password })).toBe('403 link-invalid')
    expect(await lost.outcome('POST', '/links/reset', { token, password: next })).toBe('200')
    expect(await lost.outcome('GET', '/findings')).toBe('401 not-logged-in')
    expect(await lost.outcome('POST', '/links/reset', { token, password: next })).toBe('403 link-invalid')
    expect(await lost.outcome('POST', '/session', { name: 'lost', password: next })).toBe('200')
  })

  it('are not taken over through a workspace in which they have less to say', async () => {
    const id = await makePerson(testing.database, 'both', 'viewer')
    await sql`insert into membership (account_id, workspace_id, role) values (${id}, ${OTHER}, 'admin')`.execute(
      testing.database.instance,
    )
    expect(await owner.outcome('POST', `/people/${id}/reset-link`)).toBe('403 not-allowed')
    expect(await admin.outcome('POST', `/people/${id}/reset-link`)).toBe('201')
  })

  it('leave an audit entry for each change', async () => {
    const rows = await allRows<{ action: string }>(
      testing,
      `select distinct action from audit_detail
      where action ~ '^(person|invitation|account)' order by action`,
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'account.reset',
      'invitation.create',
      'invitation.revoke',
      'person.change',
      'person.join',
      'person.remove',
      'person.reset-link',
    ])
  })
})
