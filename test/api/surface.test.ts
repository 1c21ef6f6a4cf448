import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Facets } from '#contract'
import type { ScopeDocument } from '#contract/scope'
import type { SurfaceAssetDetail } from '#contract/surface'
import { systemClock } from '#core/kernel'
import { seed } from '../browser/seed.ts'
import { seedSurface } from '../browser/seed-surface.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('the surface by the API', () => {
  let testing: TestDatabase
  let server: RunningServer
  let runId: string
  const people = {} as Record<'viewer' | 'analyst' | 'admin', Visitor>

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 5)
    runId = (await seedSurface(testing.database, systemClock())).runId
    server = await serve(testing.database)
    for (const role of ['viewer', 'analyst', 'admin'] as const)
      people[role] = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, role, role))
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const scope = () => people.viewer.json<ScopeDocument>('GET', '/scope')
  const text = async (path: string) => (await people.viewer.ask('GET', path)).text()

  it('lets analysts look, and administrators say what may be touched', async () => {
    const range = { range: '203.0.113.0/24', statement: 'ours' }
    const ruling = { kind: 'domain', name: 'sister.example', standing: 'rejected' }
    const statusOf = async (who: keyof typeof people, path: string, body: object) =>
      (await people[who].ask('POST', path, body)).status
    expect(await statusOf('viewer', '/discovery/runs', {})).toBe(403)
    expect(await statusOf('analyst', '/discovery/runs', { seeds: ['nowhere.example'] })).toBe(422)
    // Two presses of one button begin one run.
    const pressed = [1, 2].map(() => statusOf('analyst', '/discovery/runs', { seeds: ['example.com'] }))
    expect((await Promise.all(pressed)).toSorted()).toEqual([202, 409])
    expect(await statusOf('analyst', '/scope/ranges', range)).toBe(403)
    expect(await statusOf('admin', '/scope/ranges', range)).toBe(201)
    expect(await statusOf('analyst', '/scope/rulings', ruling)).toBe(201)
    expect(await statusOf('analyst', '/scope/proofs', { name: 'a.example.com', method: 'dns-txt' })).toBe(403)
  })

  it('lets everybody who may look stop all probes, and only administrators let them go', async () => {
    const set = async (who: keyof typeof people, stopped: boolean) =>
      (await people[who].ask('POST', '/scope/stop', { stopped })).status
    expect(await set('viewer', true)).toBe(403)
    expect(await set('analyst', true)).toBe(200)
    expect((await scope()).settings.stopped).toMatchObject({ by: 'analyst' })
    expect(await set('analyst', false)).toBe(403)
    expect(await set('admin', false)).toBe(200)
    expect((await scope()).settings.stopped).toBeNull()
  })

  it('approves the addresses a name has, not those that somebody says', async () => {
    const approve = (addresses: string[]) =>
      people.admin.ask('POST', '/scope/names', { name: 'a.northwind.example', addresses })
    expect(await (await approve(['9.9.9.9'])).json()).toMatchObject({ code: 'changed-since-read' })
    expect((await approve(['198.51.100.7'])).status).toBe(201)
    const other = await people.admin.ask('POST', '/scope/names', { name: 'a.example.com', addresses: ['198.51.100.7'] })
    expect(await other.json()).toMatchObject({ code: 'not-proven' })
  })

  it('groups changes by run and asset, the most important first, under one filter for lists and files', async () => {
    const runs = (filter: string) =>
      people.viewer.json<{ total: number; rows: object[] }>(
        'GET',
        `/surface/changes/runs?${new URLSearchParams({ filter })}`,
      )
    expect(await runs('')).toMatchObject({
      total: 1,
      rows: [
        { id: runId, isFirst: false, look: 'deep', startedBy: 'ada', counts: { 'weakness new': 1, 'port new': 1 } },
      ],
    })
    const { assets } = await people.viewer.json<{ assets: { asset: { name: string }; changes: object[] }[] }>(
      'GET',
      `/surface/changes/runs/${runId}/assets?filter=${encodeURIComponent('asset:198.51.100.0/24')}`,
    )
    expect(assets).toMatchObject([
      {
        asset: { name: '198.51.100.7' },
        changes: [{ importance: 'medium' }, { importance: 'medium' }, { importance: 'medium' }, { kind: 'weakness' }],
      },
    ])
    const totals = async (filter: string) =>
      (await people.viewer.json<{ total: number }>('GET', `/surface/changes?${new URLSearchParams({ filter })}`)).total
    expect(await totals('severity:medium')).toBe(1)
    expect(await totals('severity:critical')).toBe(0)
    expect(await totals('asset:northwind.example kind:record')).toBe(2)
    expect(await totals('-asset:northwind.example kind:record')).toBe(0)
    expect(await totals(`run:${runId} importance:medium change:new kind:host`)).toBe(5)
    const csv = await text('/surface/changes/export?format=csv&filter=kind:weakness')
    expect(csv.trim().split('\r\n')).toEqual([
      'when,asset,asset kind,importance,severity,kind,change,subject,before,after,what,run',
      expect.stringContaining(
        '198.51.100.7,ip-address,medium,medium,weakness,new,Certificate has expired,,medium,new weakness Certificate has expired (medium)',
      ),
    ])
    expect(JSON.parse(await text('/surface/changes/export?format=json&filter=kind:port'))).toMatchObject([
      { kind: 'port', subject: '443/tcp' },
    ])
    expect((await people.viewer.ask('GET', '/surface/changes?filter=severity:grave')).status).toBe(400)
  })

  it('says of an asset that discovery saw it, where nobody said how it can be reached', async () => {
    const { rows } = await people.viewer.json<{ rows: { id: string }[] }>('GET', '/surface?filter=198.51.100.7')
    expect(await people.viewer.json('GET', `/assets/${rows[0]!.id}/exposure`)).toMatchObject({
      ...{ statements: [], seen: { vantage: 'inside, this host', at: expect.stringMatching(/^20/) } },
    })
  })

  it('lets a word hold at once, and what it was before when it is taken back', async () => {
    const candidates = async () =>
      people.viewer.json<{ total: number; groups: { head: { name: string } }[] }>('GET', '/surface/candidates')
    const name = 'versicherungsvermittlungsgesellschaft-donaudampfschifffahrt.example'
    const before = await candidates()
    expect(before).toMatchObject({ total: 1, groups: [{ head: { kind: 'domain', name }, count: 0 }] })
    const said = await people.analyst.ask('POST', '/scope/rulings', { kind: 'domain', name, standing: 'owned' })
    const { id } = (await said.json()) as { id: string }
    expect(await candidates()).toMatchObject({ total: 0, groups: [] })
    expect(await people.viewer.json('GET', `/surface?filter=${name}`)).toMatchObject({
      rows: [{ standing: 'owned', confidence: 100, reason: 'Ruled so by a person' }],
    })
    expect((await people.analyst.ask('DELETE', `/scope/rulings/${encodeURIComponent(id)}`)).status).toBe(200)
    expect(await candidates()).toEqual(before)
  })

  it('says who approved an address and why, and of a name what answers where it resolves to', async () => {
    const { rows } = await people.viewer.json<{ rows: { id: string; name: string }[] }>('GET', '/surface')
    const asset = (name: string) =>
      people.viewer.json<SurfaceAssetDetail>('GET', `/surface/assets/${rows.find((row) => row.name === name)?.id}`)
    const address = await asset('198.51.100.7')
    expect(address.proofs[0]).toMatchObject({
      ...{ words: 'Lies in the approved range 198.51.100.0/24', by: 'ada', because: 'our data centre in Vienna' },
    })
    expect(address.neighbours[0]).toMatchObject({ title: 'Names that resolve to it', total: 1 })
    const name = await asset('www.northwind.example')
    expect(name).toMatchObject({
      proofs: [{ kind: 'name-proof', because: 'registered by us since 2009' }, { kind: 'seed' }],
      resolvesTo: ['198.51.100.7'],
      places: [{ name: 'www.northwind.example' }, { id: address.id }],
      seenServices: [
        { at: { id: address.id }, software: [{ product: 'Apache HTTP Server' }, { product: 'WordPress' }] },
      ],
      certificates: [{ subject: 'CN=www.northwind.example' }],
      seenWeaknesses: [{ ruleId: 'expired-cert', at: { id: address.id }, finding: null }],
      records: [{ type: 'A', links: [{ text: '198.51.100.7', id: address.id }] }],
    })
    expect((await asset('northwind.example')).records).toMatchObject([{ type: 'MX' }])
  })

  it.each([
    ['technology:wordpress', ['198.51.100.7', 'www.northwind.example']],
    ['weakness:expired-cert severity:medium kind:hostname', ['www.northwind.example']],
    ['network:198.51.100.0/24 kind:ip-address', ['198.51.100.7']],
    ['port:443 decision:none', ['198.51.100.7', 'www.northwind.example']],
    ['-technology:wordpress kind:domain standing:owned', ['northwind.example']],
  ])('filters the surface by %s', async (filter, names) => {
    const { rows } = await people.viewer.json<{ rows: { name: string }[] }>(
      'GET',
      `/surface?sort=name&filter=${encodeURIComponent(filter)}`,
    )
    expect(rows.map(({ name }) => name)).toEqual(names)
  })

  it('counts every value of a facet once for each asset', async () => {
    const { facets } = await people.viewer.json<Facets>('GET', '/surface/facets')
    const values = Object.fromEntries(facets.map(({ key, values }) => [key, values]))
    expect(values).toMatchObject({
      technology: [
        { value: 'Apache HTTP Server', count: 2 },
        { value: 'WordPress', count: 2 },
      ],
      network: [{ value: '198.51.100.0/24', count: 2 }],
      weakness: [{ value: 'expired-cert', count: 2 }],
    })
  })

  it('answers lists, one asset and the graph', async () => {
    const { rows } = await people.viewer.json<{ rows: { id: string; name: string }[] }>(
      'GET',
      '/surface?filter=service:yes&sort=name',
    )
    expect(rows).toMatchObject([
      { name: '198.51.100.7', services: 1, weaknesses: 1, via: 'A of www.northwind.example' },
      { name: 'www.northwind.example', services: 1, weaknesses: 1, resolvesTo: ['198.51.100.7'] },
    ])
    expect(await people.viewer.json('GET', `/surface/assets/${rows[0]?.id}`)).toMatchObject({
      path: [
        { words: expect.stringContaining('has the subdomain') },
        { words: expect.stringContaining('resolves to') },
      ],
      certificates: [{ subject: 'CN=www.northwind.example' }],
    })
    const graph = await people.viewer.json<{ edges: { words: string }[] }>('GET', '/surface/graph')
    expect(graph.edges.map(({ words }) => words)).toContain('www.northwind.example resolves to 198.51.100.7')
    const { runs } = await people.viewer.json<{ runs: object[] }>('GET', '/discovery/runs')
    expect(runs).toMatchObject([{ id: runId, state: 'complete' }])
  })

  it('folds a name into the row of its address, unless the filter finds the name alone', async () => {
    const folded = async (filter: string) => {
      const query = new URLSearchParams({ filter, fold: 'true', sort: 'name' })
      const { rows, total } = await people.viewer.json<{ rows: object[]; total: number }>('GET', `/surface?${query}`)
      expect(rows).toHaveLength(total)
      return rows
    }
    expect(await folded('service:yes')).toMatchObject([
      { name: '198.51.100.7', names: ['www.northwind.example'], named: 1 },
    ])
    // A file of what is shown has its rows, and no others.
    const file = await text('/surface/export?format=csv&fold=true&filter=service:yes&columns=asset,names')
    expect(file.trim().split(/\r?\n/)).toEqual(['asset,names', '198.51.100.7,www.northwind.example'])
    expect(await folded('kind:hostname service:yes')).toMatchObject([{ name: 'www.northwind.example', names: [] }])
  })

  it('writes files that others read', async () => {
    expect(await text('/surface/export?format=csv')).toContain('198.51.100.7,ip-address,owned,100')
    const hosts = async (query = '') => (await text(`/surface/export?format=hosts${query}`)).split('\n')
    expect(await hosts()).toContain('www.northwind.example')
    const watched = { kind: 'hostname', name: 'www.northwind.example', standing: 'monitor-only' }
    expect((await people.admin.ask('POST', '/scope/rulings', watched)).status).toBe(201)
    expect(await hosts()).not.toContain('www.northwind.example')
    expect(await hosts('&monitored=true')).toContain('www.northwind.example')
    expect(await hosts('&filter=standing:monitor-only')).toContain('www.northwind.example')
    const { headers } = await people.viewer.ask('GET', '/surface/export?format=hosts')
    expect(headers.get('lunette-left-out')).toBe('3')
    const oam = JSON.parse(await text('/surface/export?format=json')) as { assets: object[]; relations: object[] }
    expect(oam.assets).toContainEqual(
      expect.objectContaining({ type: 'IPAddress', asset: { address: '198.51.100.7', type: 'IPv4' } }),
    )
    expect(oam.relations.length).toBeGreaterThan(0)
    const stix = JSON.parse(await text('/surface/export?format=stix')) as { objects: { id: string; value?: string }[] }
    // The id that every producer of STIX 2.1 gives this address: UUIDv5 of its value.
    expect(stix.objects.find(({ value }) => value === '198.51.100.7')?.id).toBe(STIX_ID)
  })

  it('takes everything back that was said', async () => {
    const said = await scope()
    const paths = [
      ...said.seeds.map(({ id }) => `/scope/seeds/${encodeURIComponent(id)}`),
      ...said.rulings.map(({ id }) => `/scope/rulings/${encodeURIComponent(id)}`),
      ...said.names.map(({ name }) => `/scope/names/${name}`),
      ...said.ranges.map(({ id }) => `/scope/ranges/${id}`),
      ...said.proofs.map(({ id }) => `/scope/proofs/${id}`),
    ]
    expect(paths.length).toBeGreaterThan(6)
    for (const path of paths) expect([path, (await people.admin.ask('DELETE', path)).status]).toEqual([path, 200])
    expect(await scope()).toMatchObject({ seeds: [], rulings: [], names: [], ranges: [], proofs: [] })
  })
})

const STIX_ID = 'ipv4-addr--12592121-be4c-5a93-a813-5a5af16e50db'
