import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OwnWorkspace } from '#contract/workspaces'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('a workspace', () => {
  let testing: TestDatabase
  let server: RunningServer
  let ada: Visitor
  let mara: Visitor
  let made: { id: string }

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database)
    const person = async (name: string, runsInstance: boolean) =>
      Visitor.of(server.origin, testing.database, await makePerson(testing.database, name, 'admin', { runsInstance }))
    ada = await person('ada', true)
    mara = await person('mara', false)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const mine = async (visitor: Visitor) =>
    (await visitor.json<{ workspaces: OwnWorkspace[] }>('GET', '/workspaces')).workspaces

  it('is made by who runs the instance, under a name of its own', async () => {
    expect(await mara.outcome('POST', '/workspaces', { name: 'North' })).toBe('403 not-allowed')
    made = await ada.json('POST', '/workspaces', { name: 'North' })
    expect(await ada.outcome('POST', '/workspaces', { name: 'north' })).toBe('409 name-taken')
    expect(await mine(ada)).toMatchObject([
      { name: 'Default', current: true },
      { name: 'North', current: false, role: 'admin' },
    ])
    expect(await mine(mara)).toHaveLength(1)
  })

  it('shows its own rows only, after a switch that changes the token', async () => {
    const before = ada.cookie
    expect((await ada.json<{ total: number }>('GET', '/findings')).total).toBe(20)
    expect(await ada.outcome('PUT', '/session/workspace', { id: made.id })).toBe('200')
    expect(ada.cookie).not.toBe(before)
    expect(await new Visitor(server.origin, before).outcome('GET', '/findings')).toBe('401 not-logged-in')
    expect(await ada.json('GET', '/session')).toMatchObject({ workspace: { name: 'North' } })
    expect((await ada.json<{ total: number }>('GET', '/findings')).total).toBe(0)
    expect(await ada.outcome('GET', '/assets/asset-host')).toBe('404 not-found')
    expect(await mine(ada)).toMatchObject([{ current: false }, { current: true }])
  })

  it('is where the next session begins', async () => {
    const again = new Visitor(server.origin)
    await again.ask('POST', '/session', { name: 'ada', password: 'a few unrelated words' })
    expect(await again.json('GET', '/session')).toMatchObject({ workspace: { name: 'North' } })
  })

  it('is closed to who does not belong to it', async () => {
    expect(await mara.outcome('PUT', '/session/workspace', { id: made.id })).toBe('404 not-found')
    expect(await mara.outcome('PATCH', `/workspaces/${made.id}`, { name: 'Mine' })).toBe('404 not-found')
  })

  it('is renamed from within', async () => {
    expect(await mara.outcome('PATCH', `/workspaces/${DEFAULT_WORKSPACE}`, { name: 'North' })).toBe('409 name-taken')
    expect(await mara.outcome('PATCH', `/workspaces/${DEFAULT_WORKSPACE}`, { name: 'South' })).toBe('200')
    expect(await mine(mara)).toMatchObject([{ name: 'South' }])
  })
})
