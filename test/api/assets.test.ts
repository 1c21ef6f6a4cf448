import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssetDetail } from '#contract'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seedAssets } from '../browser/rows.ts'
import { seed, seedAsset } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('facts people state of an asset', () => {
  let testing: TestDatabase
  let server: RunningServer
  let ana: Visitor
  let bob: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database)
    await makePerson(testing.database, 'ada', 'admin', { runsInstance: true })
    ana = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'ana', 'analyst'))
    bob = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, 'bob', 'analyst'))
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const path = '/assets/asset-host'
  const read = () => ana.ask('GET', path)

  it('are not overwritten by who read them before somebody else changed them', async () => {
    const tag = (await read()).headers.get('etag') ?? ''
    expect(tag).toMatch(/^"1\.[\w-]+"$/)
    expect(await bob.outcome('PATCH', path, { owner: 'Bob’s team' }, { 'if-match': tag })).toBe('200')
    const late = await ana.ask('PATCH', path, { owner: 'Ana’s team' }, { 'if-match': tag })
    expect([late.status, await late.json()]).toMatchObject([
      412,
      { code: 'changed-since-read', detail: expect.stringContaining('changed meanwhile by bob at 20') },
    ])
    const now = await read()
    expect(await now.json()).toMatchObject({
      owner: 'Bob’s team',
      version: 2,
      changedBy: 'bob',
    } satisfies Partial<AssetDetail>)
    const again = { 'if-match': now.headers.get('etag') ?? '' }
    expect(await ana.outcome('PATCH', path, { owner: 'Ana’s team' }, again)).toBe('200')
  })

  it('are changed by one of two at the same moment', async () => {
    const { version } = (await (await read()).json()) as AssetDetail
    const headers = { 'if-match': `"${version}"` }
    const outcomes = await Promise.all(
      [ana, bob, ana, bob].map((person, n) => person.outcome('PATCH', path, { owner: `team ${n}` }, headers)),
    )
    expect(outcomes.toSorted()).toEqual(['200', ...Array(3).fill('412 changed-since-read')])
  })

  it('stand beside the name of another asset that is called the same', async () => {
    const twin = { ...seedAssets[0]!, id: 'asset-twin', kind: 'ip-address', name: '198.51.100.77' }
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      await seedAsset(work, twin)
      await seedAsset(work, { ...twin, id: 'asset-other', kind: 'host' })
    })
    const { namesakes } = await ana.json<AssetDetail>('GET', '/assets/asset-twin')
    expect(namesakes).toEqual([{ id: 'asset-other', kind: 'host', name: '198.51.100.77' }])
    expect((await ana.json<AssetDetail>('GET', path)).namesakes).toEqual([])
  })

  it('are changed without a word about versions, with any of them, and not by a tag that is none', async () => {
    expect(await ana.outcome('PATCH', path, { criticality: 'high' })).toBe('200')
    expect(await ana.outcome('PATCH', path, { criticality: 'low' }, { 'if-match': '*' })).toBe('200')
    expect(await ana.outcome('PATCH', path, { criticality: 'low' }, { 'if-match': 'W/"x"' })).toBe('400 bad-request')
    expect(await ana.outcome('PATCH', '/assets/none', { criticality: 'low' })).toBe('404 not-found')
  })
})
