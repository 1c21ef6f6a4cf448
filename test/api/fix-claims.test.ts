import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FindingRow, FixActionDetail, FixActionRow, Page } from '#contract'
import { systemClock } from '#core/kernel'
import { openSession } from '#platform/auth'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson } from '../support/people.ts'

let testing: TestDatabase
let server: RunningServer
let cookie: string
beforeAll(async () => {
  testing = await testDatabase()
  await seed(testing.database, 40)
  server = await serve(testing.database)
  const ada = await makePerson(testing.database, 'ada', 'analyst')
  cookie = `lunette_session=${await openSession(testing.database, ada, systemClock())}`
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})

async function call<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${server.origin}/api/v1${path}`, {
    method,
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as T }
}

async function first(): Promise<FixActionRow> {
  return (await call<Page<FixActionRow>>('GET', '/fix-actions?limit=1')).body.rows[0]!
}

const claim = (id: string, body: object) => call<{ findings: number }>('PUT', `/fix-actions/${id}/claim`, body)

async function inSql<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return testing.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => (await query.execute(work)).rows)
}

test('a claim for one asset reaches its findings only; for all, the rest; again, nothing', async () => {
  const action = await first()
  const { on } = (await call<FixActionDetail>('GET', `/fix-actions/${action.id}`)).body
  const [one] = on
  expect((await claim(action.id, { claimed: true, assetId: one!.id })).body).toEqual({ findings: one!.findings })
  const after = (await call<FixActionDetail>('GET', `/fix-actions/${action.id}`)).body
  expect(after.claimed).toBe(one!.findings)
  expect(after.on.filter(({ claimed }) => claimed > 0).map(({ id }) => id)).toEqual([one!.id])
  expect((await claim(action.id, { claimed: true })).body).toEqual({ findings: action.findings - one!.findings })
  expect((await claim(action.id, { claimed: true })).body).toEqual({ findings: 0 })
  expect((await first()).claimed).toBe(action.findings)
})

test('it is in the history of each finding and in the audit log, and can be taken back', async () => {
  const action = await first()
  expect((await claim(action.id, { claimed: false })).body).toEqual({ findings: action.findings })
  expect((await first()).claimed).toBe(0)
  const kinds = await inSql(
    sql<{ kind: string; count: number }>`select kind, count(*)::int as count from finding_event
      where kind in ('claimed', 'claim-withdrawn') and detail->>'by' = 'ada' group by 1 order by 1`,
  )
  expect(kinds).toEqual([
    { kind: 'claim-withdrawn', count: action.findings },
    { kind: 'claimed', count: action.findings },
  ])
  const audit = await inSql(
    sql<{ action: string }>`select action from audit_detail where target = ${action.id} order by position`,
  )
  expect(audit.map((entry) => entry.action)).toEqual([
    'finding.claim',
    'finding.claim',
    'finding.claim',
    'finding.claim-withdraw',
  ])
})

test('an action that is not there, an asset it is not on and a body nobody knows are refused', async () => {
  const action = await first()
  expect((await claim('nope', { claimed: true })).status).toBe(404)
  expect((await claim(action.id, { claimed: true, assetId: 'elsewhere' })).status).toBe(404)
  expect((await claim(action.id, { claimed: 'yes' })).status).toBe(400)
})

test('an update is said to close what has a fixed version, and nothing of which nobody knows', async () => {
  const [action] = (await call<Page<FixActionRow>>('GET', '/fix-actions?limit=50')).body.rows.filter(
    ({ kind, findings, claimed }) => kind === 'update' && findings > 1 && claimed === 0,
  )
  const [other] = (await call<Page<FindingRow>>('GET', `/findings?filter=action:${action!.id}&limit=1`)).body.rows
  await inSql(sql`update finding set fixed_version = null where id = ${other!.id}`)
  const read = async () => (await call<FixActionDetail>('GET', `/fix-actions/${action!.id}`)).body
  await expect.poll(read).toMatchObject({ findings: action!.findings, unknownFix: 1 })
  expect((await read()).on.reduce((sum, { unknownFix }) => sum + unknownFix, 0)).toBe(1)
  expect((await claim(action!.id, { claimed: true })).body).toEqual({ findings: action!.findings - 1 })
  await claim(action!.id, { claimed: false })
  await inSql(sql`update finding set fixed_version = ${other!.fixedVersion} where id = ${other!.id}`)
})
