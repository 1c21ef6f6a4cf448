import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FindingChangeEffect, FindingChangeRequest, FindingDetail, FindingRow, Page, Undone } from '#contract'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'

/** Findings changed together, and undone, as the browser asks for it. */
let testing: TestDatabase
let server: RunningServer
let cookie: string

beforeAll(async () => {
  testing = await testDatabase()
  await seed(testing.database, 20)
  server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  const ada = await makePerson(testing.database, 'ada', 'analyst')
  await makePerson(testing.database, 'grace', 'analyst')
  cookie = `lunette_session=${await openSession(testing.database, ada, systemClock())}`
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})
beforeEach(() =>
  testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`delete from finding_work`.execute(work)
    await sql`update finding set state = 'open', disposition_id = null where state = 'suppressed'`.execute(work)
    await sql`delete from disposition`.execute(work)
  }),
)

async function call<Body>(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${server.origin}/api/v1${path}`, {
    method,
    headers: { cookie, origin: server.origin, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}

const change = (request: FindingChangeRequest) => call<FindingChangeEffect>('POST', '/finding-changes', request)
const undo = (id: string | null) => call<Undone>('POST', `/finding-changes/${id}/undo`)
const list = async (filter: string) =>
  (await call<Page<FindingRow>>('GET', `/findings?limit=500&filter=${encodeURIComponent(filter)}`)).body
const detail = async (id: string) => (await call<FindingDetail>('GET', `/findings/${id}`)).body

test('findings under a filter get an owner together; the list, its facets and "me" know it at once', async () => {
  const urgent = await list('decision:now')
  expect(urgent.total).toBeGreaterThan(1)
  const done = await change({ filter: 'decision:now', set: { assignee: 'ada', team: 'web' } })
  expect(done.body).toMatchObject({ findings: urgent.total, changed: urgent.total, left: 0 })
  expect(done.body.decisions).toEqual({ now: urgent.total, soon: 0, scheduled: 0, defer: 0 })
  const mine = await list('assignee:me')
  expect(mine.rows.map(({ id }) => id).sort()).toEqual(urgent.rows.map(({ id }) => id).sort())
  expect(mine.rows[0]).toMatchObject({ assignee: 'ada', team: 'web' })
  expect((await list('assignee:none decision:now')).total).toBe(0)
})

test('a preview tells what the change then does, and keeps nothing', async () => {
  const told = await change({ filter: 'decision:now', set: { progress: 'in-progress' }, preview: true })
  expect((await list('progress:in-progress')).total).toBe(0)
  const done = await change({ filter: 'decision:now', set: { progress: 'in-progress' }, expected: told.body.changed })
  expect({ ...done.body, id: null, at: told.body.at }).toEqual(told.body)
  expect(done.body.id).not.toBeNull()
  const again = await change({ filter: 'decision:now', set: { progress: 'in-progress' } })
  expect(again.body).toMatchObject({ id: null, changed: 0, left: told.body.findings })
})

test('what would change another number of findings than was told is refused, and nothing changes', async () => {
  const refused = await change({ filter: 'decision:now', set: { team: 'web' }, expected: 1_000 })
  expect(refused).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
  expect((await list('team:web')).total).toBe(0)
})

test('undo gives back what was there, and leaves what somebody changed since', async () => {
  const [one, two] = (await list('decision:now')).rows
  await change({ ids: [one!.id], set: { assignee: 'grace' } })
  const made = await change({ ids: [one!.id, two!.id], set: { assignee: 'ada', dueAt: '2030-01-02T00:00:00.000Z' } })
  expect((await detail(one!.id)).dueAt).toBe('2030-01-02T00:00:00.000Z')
  await change({ ids: [two!.id], set: { team: 'web' } })
  expect((await undo(made.body.id)).body).toEqual({ restored: 1, left: 1 })
  expect(await detail(one!.id)).toMatchObject({ assignee: 'grace', work: { dueAt: null }, dueAt: one!.dueAt })
  expect(await detail(two!.id)).toMatchObject({ assignee: 'ada', team: 'web' })
  expect(await undo(made.body.id)).toMatchObject({ status: 409, body: { code: 'undone-already' } })
})

test('every change is in the history with before and after, and in the audit log', async () => {
  const [one] = (await list('decision:now')).rows
  await change({ ids: [one!.id], set: { assignee: 'grace' } })
  const made = await change({ ids: [one!.id], set: { assignee: null, progress: 'claimed-fixed' } })
  await undo(made.body.id)
  const { history } = await detail(one!.id)
  expect(history.slice(0, 3)).toMatchObject([
    { kind: 'claim-withdrawn', detail: { by: 'ada', undo: true, after: { assignee: 'grace', progress: null } } },
    {
      kind: 'claimed',
      detail: {
        by: 'ada',
        before: { assignee: 'grace', progress: null },
        after: { assignee: null, progress: 'claimed-fixed' },
      },
    },
    { kind: 'worked', detail: { by: 'ada', before: { assignee: null }, after: { assignee: 'grace' } } },
  ])
  const { rows } = await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{ action: string }>`select action from audit_detail where target = ${made.body.id} order by position`.execute(
      work,
    ),
  )
  expect(rows.map(({ action }) => action)).toEqual(['finding.change', 'finding.change-undo'])
})

test('a ruling on many is one on each, on its own facts; undone together', async () => {
  const urgent = await list('decision:now')
  const rule = { status: 'accepted', reason: 'the shop is closed', endsAt: inDays(30) } as const
  const told = await change({ filter: 'decision:now', rule, preview: true })
  expect(told.body).toMatchObject({ changed: urgent.total })
  expect((await list('decision:now')).total).toBe(urgent.total)
  const made = await change({ filter: 'decision:now', rule })
  expect((await list('decision:now')).total).toBe(0)
  expect((await detail(urgent.rows[0]!.id)).disposition).toMatchObject({ scope: 'finding', reason: rule.reason })
  expect((await undo(made.body.id)).body).toEqual({ restored: urgent.total, left: 0 })
  expect((await list('decision:now')).total).toBe(urgent.total)
})

test('two people who change one finding at once: the second is told, and nothing is lost', async () => {
  const [one] = (await list('decision:now')).rows
  const { version } = (await detail(one!.id)).work
  const done = await change({ ids: [one!.id], set: { team: 'web' }, version })
  expect((await detail(one!.id)).work.version).toBe(done.body.at)
  expect(await change({ ids: [one!.id], set: { team: 'ops' }, version })).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile' },
  })
  expect((await detail(one!.id)).team).toBe('web')
})

test('a change of several is refused where somebody else worked on one of them since its preview', async () => {
  const ids = (await list('decision:now')).rows.map(({ id }) => id)
  const { body: told } = await change({ ids, set: { assignee: 'ada' }, preview: true })
  const set = { assignee: 'ada' }
  await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into finding_work (workspace_id, finding_id, assignee, updated_by, updated_at)
      values (${DEFAULT_WORKSPACE}, ${ids[0]}, 'grace', 'grace', clock_timestamp() + interval '1 second')`.execute(
      work,
    ),
  )
  const refused = await change({ ids, set, expected: ids.length, unchangedSince: told.at })
  expect(refused).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
  expect((await detail(ids[0]!)).assignee).toBe('grace')
  expect((await change({ ids, set, unchangedForMs: 2_000 })).status).toBe(409)
  const again = await change({ ids, set, unchangedSince: new Date(Date.now() + 2_000).toISOString() })
  expect(again).toMatchObject({ status: 200, body: { changed: ids.length } })
})

test('of two who set a field at the same moment one is told who was faster, and the history is true', async () => {
  const [one] = (await list('decision:now')).rows
  const set = (team: string) => change({ ids: [one!.id], set: { team }, saw: { team: null } })
  const done = await Promise.all(['web', 'ops', 'shop', 'desk'].map(set))
  expect(done.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  const { team, history } = await detail(one!.id)
  expect(done.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'changed-meanwhile',
    detail: `the team is no longer what you saw: ada has set it to "${team}" meanwhile`,
  })
  expect(history[0]?.detail).toMatchObject({ before: { team: null }, after: { team } })
  // Another field is another matter.
  expect((await change({ ids: [one!.id], set: { assignee: 'ada' }, saw: { assignee: null } })).status).toBe(200)
})

test('the value before is the one that was there, whoever sets a field at the same moment', async () => {
  const [one] = (await list('decision:now')).rows
  await Promise.all(['web', 'ops', 'shop', 'desk'].map((team) => change({ ids: [one!.id], set: { team } })))
  const told = (await detail(one!.id)).history.slice(0, 4).map(({ detail: { before, after } }) => [before, after])
  const value = (part: unknown) => (part as { team: string | null }).team
  const befores = told.map(([before]) => value(before))
  const afters = told.map(([, after]) => value(after))
  // Each value but the last was before another one, and the first was none.
  expect(new Set(befores)).toEqual(new Set([null, ...afters.filter((team) => befores.includes(team))]))
  expect(new Set(befores).size).toBe(4)
})

test('what is due is found by when: a date that a person set counts', async () => {
  const [one] = (await list('decision:now')).rows
  await change({ ids: [one!.id], set: { dueAt: '2020-01-01T00:00:00.000Z' } })
  expect((await list('due:overdue')).rows.map(({ id }) => id)).toContain(one!.id)
  await change({ ids: [one!.id], set: { dueAt: inDays(3) } })
  expect((await list('due:overdue')).rows.map(({ id }) => id)).not.toContain(one!.id)
  expect((await list('due:week')).rows.map(({ id }) => id)).toContain(one!.id)
  expect((await list('-due:week')).rows.map(({ id }) => id)).not.toContain(one!.id)
  const all = (await list('')).total
  const parts = await Promise.all(['overdue', 'week', 'later', 'none'].map((word) => list(`due:${word}`)))
  expect(parts.reduce((sum, { total }) => sum + total, 0)).toBe(all)
})

test('nobody of the workspace, a link that is none, two things at once and no finding are refused', async () => {
  const [one] = (await list('decision:now')).rows
  const ids = [one!.id]
  expect((await change({ ids, set: { assignee: 'mallory' } })).body).toMatchObject({ code: 'no-such-member' })
  expect((await change({ ids, set: { ticketUrl: 'javascript:alert(1)' } })).status).toBe(400)
  expect((await change({ ids, filter: '', set: { team: 'web' } })).status).toBe(400)
  expect((await change({ ids, set: {} })).status).toBe(400)
  expect((await change({ filter: 'nonsense:yes', set: { team: 'web' } })).status).toBe(400)
  expect((await change({ ids: ['nope'], set: { team: 'web' } })).status).toBe(404)
})

function inDays(days: number): string {
  return new Date(Date.parse(systemClock()) + days * 86_400_000).toISOString()
}
