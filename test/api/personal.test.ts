import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '#contract'
import type { FindingChange, Look } from '#contract/changes'
import type { SavedViewRow } from '#contract/saved-views'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('what belongs to one person', () => {
  let testing: TestDatabase
  let server: RunningServer
  const people = {} as Record<'viewer' | 'analyst' | 'owner', Visitor>

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 20)
    server = await serve(testing.database)
    for (const role of ['viewer', 'analyst', 'owner'] as const)
      people[role] = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, role, role))
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const inside = (statement: ReturnType<typeof sql>) =>
    testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) => statement.execute(work))
  const views = async (who: Visitor) => (await who.json<{ views: SavedViewRow[] }>('GET', '/views')).views
  const save = (who: Visitor, more: object) =>
    who.ask('POST', '/views', { list: 'findings', name: 'mine', filter: 'kev:yes', sort: 'due', ...more })

  it('keeps a view for its owner, and for everybody once it is shared', async () => {
    expect((await save(people.analyst, {})).status).toBe(201)
    expect(await views(people.analyst)).toMatchObject([{ name: 'mine', filter: 'kev:yes', sort: 'due', own: true }])
    expect(await views(people.viewer)).toEqual([])
    await save(people.analyst, { shared: true, filter: 'kev:no' })
    expect(await views(people.viewer)).toMatchObject([{ name: 'mine', filter: 'kev:no', own: false, by: 'analyst' }])
    expect(await views(people.analyst)).toHaveLength(1)
  })

  it('lets a viewer save views but not share them', async () => {
    expect((await save(people.viewer, { name: 'quiet' })).status).toBe(201)
    expect(
      await people.viewer.outcome('POST', '/views', { list: 'findings', name: 'loud', filter: '', shared: true }),
    ).toBe('403 not-allowed')
  })

  it('lets an owner delete what others shared, and nobody what others keep', async () => {
    const [shared] = await views(people.viewer).then((all) => all.filter(({ own }) => !own))
    const [own] = await views(people.viewer).then((all) => all.filter((view) => view.own))
    expect(await people.viewer.outcome('DELETE', `/views/${shared?.id}`)).toBe('404 not-found')
    expect(await people.owner.outcome('DELETE', `/views/${own?.id}`)).toBe('404 not-found')
    expect(await people.owner.outcome('DELETE', `/views/${shared?.id}`)).toBe('200')
    expect(await views(people.analyst)).toEqual([])
  })

  it('counts what changed since the visit before, and shows those very changes', async () => {
    const look = () => people.analyst.json<Look>('POST', '/overview/look')
    expect((await look()).since).toBeNull()
    // The first visit goes on: what happened since it began is told.
    const began = (await look()).since
    expect(began).not.toBeNull()
    expect((await look()).since).toBe(began)
    await inside(sql`update last_look set seen_at = now() - interval '2 hours'`)
    const findings = sql`select workspace_id, id from finding order by id`
    await inside(sql`insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select workspace_id, id, now() - interval '1 hour', 'opened', '{}' from (${findings} limit 3) f`)
    await inside(sql`insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select workspace_id, id, now(), 'changed', '{"before": {"urgency": "defer"}, "after": {"urgency": "now"}}' from (${findings} limit 1) f`)
    const { since, counts } = await look()
    expect(Date.parse(since ?? '')).toBeLessThan(Date.parse(began ?? ''))
    expect(counts).toEqual([
      { kind: 'more-urgent', count: 1 },
      { kind: 'opened', count: 3 },
    ])
    for (const { kind, count } of counts) {
      const page = await people.analyst.json<Page<FindingChange>>('GET', `/changes?kind=${kind}&since=${since}`)
      expect([kind, page.total, page.rows.length]).toEqual([kind, count, count])
    }
    // The same visit goes on: the same changes are told, until one says that they were seen.
    const again = await look()
    expect(again.since).toBe(since)
    const seen = await people.analyst.json<Look>('POST', '/overview/seen', { until: again.until })
    expect(seen).toMatchObject({ since: again.until, counts: [] })
    expect((await look()).since).toBe(again.until)
    // Nobody has seen what is still to come, nor less than before.
    const later = await people.analyst.json<Look>('POST', '/overview/seen', { until: '2999-01-01T00:00:00Z' })
    expect(Date.parse(later.since ?? '')).toBeLessThan(Date.now() + 1_000)
    const earlier = await people.analyst.json<Look>('POST', '/overview/seen', { until: '2020-01-01T00:00:00Z' })
    expect(earlier.since).toBe(later.since)
  })

  it('does not tell people what they did themselves', async () => {
    const [row] = (await people.analyst.json<Page<{ id: string }>>('GET', '/findings?limit=1')).rows
    for (const who of ['analyst', 'owner'] as const) await people[who].json('POST', '/overview/look')
    expect(
      await people.analyst.outcome('POST', '/finding-changes', { ids: [row!.id], set: { team: 'platform' } }),
    ).toBe('200')
    const look = (who: 'analyst' | 'owner') => people[who].json<Look>('POST', '/overview/look')
    expect((await look('analyst')).counts).toEqual([])
    const { since, counts } = await look('owner')
    expect(counts).toContainEqual({ kind: 'worked', count: 1 })
    const worked = (who: 'analyst' | 'owner') =>
      people[who].json<Page<FindingChange>>('GET', `/changes?by=others&kind=worked&since=${since}`)
    expect((await worked('owner')).total).toBe(1)
    expect((await worked('analyst')).total).toBe(0)
  })

  it('pages changes of one moment without losing or repeating one', async () => {
    const met: string[] = []
    let cursor = ''
    let total = 0
    do {
      const page = await people.viewer.json<Page<FindingChange>>(
        'GET',
        `/changes?limit=5${cursor && `&cursor=${cursor}`}`,
      )
      met.push(...page.rows.map(({ id }) => id))
      total = page.total
      cursor = page.next ?? ''
    } while (cursor !== '')
    expect([met.length, new Set(met).size]).toEqual([total, total])
  })
})
