import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from '#contract'
import type { ExposureHistory, Neighbourhood, RelationRow } from '#contract/relations'
import { systemClock } from '#core/kernel'
import type { AssetId } from '#exposure/inventory'
import { updateAsset } from '#exposure/inventory/store'
import { openSession, type Role } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { seedRelations } from '../browser/seed-relations.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'

/** How assets hang together, as the browser asks for it. */
let testing: TestDatabase
let server: RunningServer
const cookies = new Map<string, string>()

beforeAll(async () => {
  testing = await testDatabase()
  await seed(testing.database, 40)
  await seedRelations(testing.database, 60)
  server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  const people: [string, Role][] = [
    ['ada', 'analyst'],
    ['olga', 'owner'],
    ['vera', 'viewer'],
  ]
  for (const [name, role] of people) {
    const token = await openSession(testing.database, await makePerson(testing.database, name, role), systemClock())
    cookies.set(name, `lunette_session=${token}`)
  }
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})

async function call<Body>(who: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${server.origin}/api/v1/assets/${path}`, {
    method,
    headers: { cookie: cookies.get(who)!, origin: server.origin, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}

const around = async (id: string, depth = 2) =>
  (await call<Neighbourhood>('vera', 'GET', `${id}/neighbourhood?depth=${depth}`)).body

test('a neighbourhood goes as far as it is asked, each edge with who says so', async () => {
  const near = await around('asset-webshop', 1)
  expect(near.nodes.map(({ name, distance }) => `${distance} ${name.slice(0, 12)}`).sort()).toEqual([
    '0 web-shop',
    '1 Kraftfahrzeu',
    '1 billing-api',
    '1 https://git.',
  ])
  expect(near.edges[0]).toMatchObject({ sources: [{ by: 'mara', kind: 'person', basis: 'stated' }], confidence: 100 })
  const far = await around('asset-webshop', 2)
  expect(far.nodes.find(({ id }) => id === 'asset-host')).toMatchObject({ distance: 2, relations: 63 })
})

test('nodes tell their open findings, and whether anybody looked at them', async () => {
  const { nodes } = await around('asset-webshop', 1)
  expect(nodes.find(({ id }) => id === 'asset-billing')).toMatchObject({ open: { now: 3 }, onlyNamed: false })
  expect(nodes.find(({ kind }) => kind === 'repository')).toMatchObject({ open: { now: 0 }, onlyNamed: true })
})

test('of many relations some of each kind are drawn, the rest is counted, and all of them are listed', async () => {
  const { nodes, edges } = await around('asset-host', 1)
  const host = nodes.find(({ id }) => id === 'asset-host')!
  expect(host.hidden).toBe(host.relations - edges.filter(({ from, to }) => from === host.id || to === host.id).length)
  expect(new Set(edges.map(({ kind }) => kind))).toEqual(new Set(['port', 'ip_address', 'hostname', 'runs_on']))
  const seen: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const { body }: { body: Page<RelationRow> } = await call(
      'vera',
      'GET',
      `asset-host/relations?limit=25&cursor=${next}`,
    )
    expect(body.total).toBe(63)
    seen.push(...body.rows.map(({ words, other }) => `${words} ${other.name}`))
    next = body.next
  }
  expect(new Set(seen).size).toBe(63)
  expect(seen).toContain('runs billing-api')
})

test('a person states a relation and takes it back; both are audited; an owner may take back anybody’s', async () => {
  const relation = { kind: 'depends_on', other: 'asset-billing', direction: 'in' }
  const made = await call<{ id: string }>('ada', 'POST', 'asset-german/relations', relation)
  expect(made.status).toBe(201)
  expect((await around('asset-german', 1)).edges).toHaveLength(2)
  expect((await call('vera', 'DELETE', `asset-german/relations/${made.body.id}`)).status).toBe(403)
  expect((await call('ada', 'DELETE', `asset-webshop/relations/${made.body.id}`)).status).toBe(404)
  expect((await call('ada', 'DELETE', `asset-german/relations/${made.body.id}`)).status).toBe(200)
  const maras = (await around('asset-german', 1)).edges[0]!
  expect((await call('ada', 'DELETE', `asset-german/relations/${maras.id}`)).status).toBe(404)
  expect((await call('olga', 'DELETE', `asset-german/relations/${maras.id}`)).status).toBe(200)
  const trail = await fetch(`${server.origin}/api/v1/audit`, { headers: { cookie: cookies.get('olga')! } })
  const { rows } = (await trail.json()) as { rows: { action: string; actor: string }[] }
  expect(rows.slice(0, 3).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    'olga asset.unrelate',
    'ada asset.unrelate',
    'ada asset.relate',
  ])
})

test('what no table joins is refused with the reason, and what may be stated is offered', async () => {
  const refused = await call<{ code: string }>('ada', 'POST', 'asset-german/relations', {
    kind: 'dns_record',
    other: 'asset-billing',
  })
  expect(refused).toMatchObject({ status: 422, body: { code: 'no-such-relation' } })
  const { statable } = await around('asset-host', 1)
  expect(statable).toContainEqual(expect.objectContaining({ kind: 'runs_on', direction: 'in', words: 'runs' }))
  expect(statable.map(({ kind }) => kind)).not.toContain('dns_record')
})

test('the history of what was said of an exposure is kept, with the vantage of whoever looked', async () => {
  const state = (exposure: Parameters<typeof updateAsset>[3]['exposure']) =>
    updateAsset(testing.database, DEFAULT_WORKSPACE, 'asset-german' as AssetId, { ...(exposure && { exposure }) })
  await state({ value: 'internal', basis: 'stated', by: 'ada', at: '2026-11-20T00:00:00.000Z' })
  await state({
    value: 'internet',
    basis: 'observed',
    by: 'agent',
    at: '2026-11-22T00:00:00.000Z',
    vantage: 'probe fra-1',
  })
  const { body } = await call<ExposureHistory>('vera', 'GET', 'asset-german/exposure')
  expect(body.statements).toMatchObject([
    { value: 'internet', basis: 'observed', by: 'agent', vantage: 'probe fra-1' },
    { value: 'internal', basis: 'stated', by: 'ada', vantage: null },
  ])
  expect(body.seen).toBeNull()
})
