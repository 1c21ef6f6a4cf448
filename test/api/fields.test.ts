import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type ApiRoute, addressOf, readRoutes } from '../support/api-routes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('fields', () => {
  let testing: TestDatabase
  let server: RunningServer
  let ada: Visitor
  let routes: ApiRoute[]

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database, 0, { strictRequestsPerMinute: 1_000 })
    routes = await readRoutes(server.origin)
    const id = await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ada = await Visitor.of(server.origin, testing.database, id)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const choices = ({ parameters }: ApiRoute) =>
    (parameters.find(({ name }) => name === 'fields')?.schema.items?.enum ?? []) as string[]

  it('are a choice on every list, and on every thing that is looked at by its id', () => {
    const chosen = routes.filter((route) => choices(route).length > 0).map(({ path }) => path)
    for (const path of [
      ...['/findings', '/assets', '/fix-actions', '/vulnerabilities', '/imports', '/people', '/dispositions', '/audit'],
      ...['/changes', '/jobs', '/views', '/vex/documents', '/import-previews', '/notifications/deliveries'],
      ...['/findings/{id}', '/assets/{id}', '/vulnerabilities/{id}', '/fix-actions/{id}', '/jobs/{id}'],
    ])
      expect(chosen).toContain(path)
    const lists = routes.filter(
      ({ method, parameters }) => method === 'GET' && parameters.some(({ name }) => name === 'cursor'),
    )
    expect(lists.filter((route) => choices(route).length === 0).map(({ path }) => path)).toEqual([])
  })

  it('cut rows and things down to what is named, and leave the page around them', async () => {
    const whole = await ada.json<{ rows: Record<string, unknown>[]; total: number; next: string | null }>(
      'GET',
      '/findings?limit=3',
    )
    const cut = await ada.json<typeof whole>('GET', '/findings?limit=3&fields=id,title')
    expect(cut).toEqual({ ...whole, rows: whole.rows.map(({ id, title }) => ({ id, title })) })
    expect(await ada.json('GET', '/assets/asset-host?fields=name, exposure')).toEqual({
      name: expect.any(String),
      exposure: expect.any(String),
    })
  })

  it('are refused where there is none of that name, by every route that knows them', async () => {
    for (const route of routes.filter((one) => choices(one).length > 0)) {
      const address = `${addressOf({ ...route, query: '' }, 'x')}?fields=nosuchfield`
      const answer = await ada.ask('GET', address)
      const { code, detail } = (await answer.json()) as { code: string; detail: string }
      const isNoId = answer.status === 400 && code === 'bad-request'
      if (!isNoId) expect([address, answer.status, code]).toEqual([address, 400, 'unknown-field'])
      if (!isNoId) expect(detail).toContain('there is no field "nosuchfield": there are ')
    }
    expect(await ada.outcome('GET', '/findings?fields=__proto__')).toBe('400 unknown-field')
  })

  it('have an ETag of their own', async () => {
    const tag = async (query: string) => (await ada.ask('GET', `/findings?${query}`)).headers.get('etag')
    expect(await tag('fields=id')).not.toBe(await tag('fields=title'))
  })
})
