import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DispositionRow, FindingChangeRow, FindingRow, Page, RulingEffect } from '#contract'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'

/** Rulings as a list: which there are, what they cover, and the changes that can be undone. */
let testing: TestDatabase
let server: RunningServer
let cookie: string
let made: RulingEffect[]
let ruled: FindingRow[]

beforeAll(async () => {
  testing = await testDatabase()
  await seed(testing.database, 20)
  server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  const ada = await makePerson(testing.database, 'ada', 'analyst')
  cookie = `lunette_session=${await openSession(testing.database, ada, systemClock())}`
  const { rows } = (await call<Page<FindingRow>>('GET', '/findings?filter=kind:vulnerability')).body
  // One of each vulnerability: no ruling takes over from another.
  ruled = [...new Map(rows.map((row) => [row.vulnerabilityId, row])).values()].slice(0, 3)
  const rulings = [
    { status: 'accepted', scope: 'finding', reason: 'switched off soon', endsAt: inDays(5) },
    { status: 'false-positive', scope: 'workspace', reason: 'never called', endsAt: inDays(20) },
    { status: 'accepted', scope: 'asset', reason: 'a test machine', endsAt: inDays(200) },
  ]
  made = []
  for (const [n, ruling] of rulings.entries())
    made.push((await call<RulingEffect>('POST', `/findings/${ruled[n]!.id}/dispositions`, ruling)).body)
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})

async function call<Body>(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${server.origin}/api/v1${path}`, {
    method,
    headers: { cookie, origin: server.origin, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}

function inDays(days: number): string {
  return new Date(Date.parse(systemClock()) + days * 86_400_000).toISOString()
}

const list = async (query: Record<string, string> = {}) =>
  (await call<Page<DispositionRow>>('GET', `/dispositions?${new URLSearchParams(query)}`)).body
const reasons = async (filter: string) => (await list({ filter })).rows.map(({ reason }) => reason).sort()

test('a ruling tells how far it reaches, what it rests on and what it covers', async () => {
  const { rows, total } = await list()
  expect(total).toBe(3)
  expect(rows.map(({ id }) => id)).toEqual(made.map(({ id }) => id).reverse())
  expect(rows.at(-1)).toMatchObject({
    state: 'in-force',
    finding: { id: ruled[0]!.id, title: ruled[0]!.title },
    asset: { id: ruled[0]!.asset.id, name: ruled[0]!.asset.name },
    component: null,
    suppresses: 1,
    anchor: { evidence: '' },
  })
  expect(rows[1]).toMatchObject({ scope: 'workspace', finding: null, asset: null })
  expect(rows[0]).toMatchObject({ scope: 'asset', finding: null, asset: { id: ruled[2]!.asset.id } })
})

test.each([
  ['state:in-force', ['a test machine', 'never called', 'switched off soon']],
  ['state:ended', []],
  ['status:false-positive', ['never called']],
  ['-status:false-positive scope:asset,workspace', ['a test machine']],
  ['rests:advisory', ['switched off soon']],
  ['ends:week', ['switched off soon']],
  ['ends:month', ['never called']],
  ['by:ADA ends:later', ['a test machine']],
  ['covers:none', []],
  ['from:vex', []],
  ['machine', ['a test machine']],
])('the filter "%s" finds what it says', async (filter, expected) => {
  expect(await reasons(filter)).toEqual(expected)
})

test('a filter that nobody can answer is refused with what would work', async () => {
  const refused = await call<{ detail: string }>('GET', '/dispositions?filter=scop:asset')
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body)).toContain('Did you mean \\"scope\\"')
})

test('every order goes through pages without a gap', async () => {
  const orders = { newest: [2, 1, 0], ending: [0, 1, 2] }
  for (const [sort, places] of Object.entries(orders)) {
    const first = await list({ sort, limit: '2' })
    const second = await list({ sort, limit: '2', cursor: first.next! })
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(places.map((place) => made[place]!.id))
    expect(second.next).toBeNull()
  }
  const covering = (await list({ sort: 'covers' })).rows.map(({ suppresses }) => suppresses)
  expect(covering).toEqual(covering.toSorted((a, b) => b - a))
})

test('taken back it is found as such, with who did; the deed and its entry in the audit log are one', async () => {
  const { id } = made[0]!
  expect(await call('DELETE', `/dispositions/${id}`)).toMatchObject({ status: 200, body: { returned: 1 } })
  expect((await list({ filter: 'state:revoked' })).rows).toMatchObject([{ id, revokedBy: 'ada', suppresses: 0 }])
  const { rows } = await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{ action: string }>`select action from audit_detail where action in ('finding.rule', 'disposition.revoke')
      order by position`.execute(work),
  )
  expect(rows.map(({ action }) => action)).toEqual([...made.map(() => 'finding.rule'), 'disposition.revoke'])
})

test('who looked before somebody else ruled is told, and nothing is ruled', async () => {
  const [open] = (await call<Page<FindingRow>>('GET', '/findings?filter=kind:vulnerability')).body.rows
  const ruling = { status: 'accepted', scope: 'finding', endsAt: inDays(5) }
  const path = `/findings/${open!.id}/dispositions`
  const first = await call<RulingEffect>('POST', path, { ...ruling, reason: 'first', instead: null })
  expect(first.status).toBe(201)
  expect(await call('POST', path, { ...ruling, reason: 'stale', instead: null })).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile' },
  })
  expect(await reasons('state:in-force')).not.toContain('stale')
  await call('DELETE', `/dispositions/${first.body.id}`)
})

test('a wide ruling names the rulings whose place it takes, and takes that of none which its author did not see', async () => {
  const of = ruled[2]!.vulnerabilityId
  const { rows } = (await call<Page<FindingRow>>('GET', `/findings?filter=kind:vulnerability ${of}`)).body
  const path = `/findings/${rows[0]!.id}/dispositions`
  const wide = { status: 'false-positive', scope: 'workspace', endsAt: inDays(5), reason: 'first' }
  const first = (await call<RulingEffect>('POST', path, { ...wide, replaces: [] })).body
  const told = (await call<RulingEffect>('POST', path, { ...wide, rehearse: true })).body
  expect(told.replaces).toMatchObject([{ id: first.id, madeBy: 'ada', reason: 'first', findings: first.suppressed }])
  const refused = await call<{ code: string; detail: string }>('POST', path, { ...wide, reason: 'blind', replaces: [] })
  expect(refused).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
  expect(refused.body.detail).toMatch(/a ruling that you have not seen, on \d+ findings?, by ada/)
  expect(await reasons('state:in-force')).not.toContain('blind')
  const second = await call<RulingEffect>('POST', path, { ...wide, reason: 'second', replaces: [first.id] })
  expect(second).toMatchObject({ status: 201, body: { suppressed: 0 } })
  for (const { id } of [second.body, first]) await call('DELETE', `/dispositions/${id}`)
})

test('where its entry cannot be written, nothing is ruled and nothing taken back', async () => {
  const owner = testing.ownerUrl
  const { withOwner } = await import('../../src/platform/database/open.ts')
  await withOwner(owner, (client) =>
    client.query(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'no room'; end $$;
    create trigger refuse before insert on audit_entry for each row execute function refuse()`),
  )
  try {
    const before = await list()
    const ruling = { status: 'accepted', scope: 'finding', reason: 'x', endsAt: inDays(5) }
    expect((await call('POST', `/findings/${ruled[0]!.id}/dispositions`, ruling)).status).toBe(500)
    expect((await call('DELETE', `/dispositions/${made[1]!.id}`)).status).toBe(500)
    expect(await list()).toEqual(before)
  } finally {
    await withOwner(owner, (client) => client.query('drop trigger refuse on audit_entry; drop function refuse'))
  }
})

test('changes of findings are listed with what they set, and undone from there', async () => {
  const ids = (await call<Page<FindingRow>>('GET', '/findings?limit=2')).body.rows.map(({ id }) => id)
  await call('POST', '/finding-changes', { ids, set: { team: 'web', assignee: 'ada' } })
  const rule = { status: 'accepted', reason: 'known', endsAt: inDays(9) }
  await call('POST', '/finding-changes', { ids, rule })
  const changes = async (filter: string) =>
    (await call<Page<FindingChangeRow>>('GET', `/finding-changes?${new URLSearchParams({ filter })}`)).body
  const { rows, total } = await changes('')
  expect(total).toBe(2)
  expect(rows).toMatchObject([
    { by: 'ada', findings: 2, set: null, rule, undoneAt: null },
    { by: 'ada', findings: 2, set: { team: 'web', assignee: 'ada' }, rule: null },
  ])
  expect(await call('POST', `/finding-changes/${rows[0]!.id}/undo`)).toMatchObject({ body: { restored: 2 } })
  expect((await changes('undone:yes')).rows).toMatchObject([{ id: rows[0]!.id, undoneBy: 'ada' }])
  expect((await changes('kind:work')).rows.map(({ id }) => id)).toEqual([rows[1]!.id])
  expect((await changes('by:grace')).total).toBe(0)
})

test('another workspace sees none of it', async () => {
  const other = '5e3c0000-0000-4000-8000-0000000000ff'
  expect(other).not.toBe(DEFAULT_WORKSPACE)
  const { listDispositions } = await import('#views/dispositions')
  const query = { filter: '', sort: 'newest', limit: 10 } as const
  expect((await listDispositions(testing.database, other, query, systemClock())).total).toBe(0)
})
