import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listTrendRows, readTrends } from '#views/trends'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'

let testing: TestDatabase
beforeAll(async () => {
  testing = await testDatabase()
  await seedAssets(testing.database, DEFAULT_WORKSPACE, 3)
  await seedFindings(testing.database, DEFAULT_WORKSPACE, { assets: 3, count: 10 })
})
afterAll(() => testing.drop())
beforeEach(() => inWorkspace((work) => sql`delete from finding_event`.execute(work)))

const inWorkspace: <T>(work: Parameters<typeof testing.database.inWorkspace<T>>[1]) => Promise<T> = (work) =>
  testing.database.inWorkspace(DEFAULT_WORKSPACE, work)

const now = '2026-10-31T12:00:00.000Z'

/** Events of October as `day kind detail`, in order. */
async function happened(finding: number, ...events: [day: number, kind: string, detail?: object][]): Promise<void> {
  await inWorkspace(async (work) => {
    for (const [day, kind, detail = {}] of events)
      await sql`insert into finding_event (workspace_id, finding_id, at, kind, detail) values (${DEFAULT_WORKSPACE},
        ${`finding-${finding}`}, ${`2026-10-${String(day).padStart(2, '0')}T06:00:00Z`}, ${kind}, ${JSON.stringify(detail)})`.execute(
        work,
      )
  })
}

const opened = (urgency: string) => ({ urgency, why: 'it is so' })
const to = (urgency: string) => ({ before: { urgency: 'soon' }, after: { urgency } })
const fixed = { resolution: 'fixed' }

const trends = () => readTrends(testing.database, DEFAULT_WORKSPACE, 31, now)
const rows = (query: { decision: 'now' | 'soon'; day?: string }) =>
  listTrendRows(testing.database, DEFAULT_WORKSPACE, { days: 31, limit: 100, ...query }, now)

test('what was open is counted at the end of each day, under the decision of that day', async () => {
  await happened(0, [2, 'opened', opened('soon')], [5, 'changed', to('now')], [9, 'resolved', fixed])
  await happened(
    1,
    [2, 'opened', opened('now')],
    [3, 'suppressed', { reason: 'x' }],
    [6, 'returned'],
    [7, 'worked', { after: { assignee: 'ada' } }],
  )
  const { open } = await trends()
  const counts = (day: number) => open.find((one) => one.day === `2026-10-${String(day).padStart(2, '0')}`)
  // Of the first day nothing is known.
  expect(open).toHaveLength(30)
  expect([1, 2, 3, 5, 6, 9, 31].map((day) => [counts(day)?.now, counts(day)?.soon])).toEqual([
    [undefined, undefined],
    [1, 1],
    [0, 1],
    [1, 0],
    [2, 0],
    [1, 0],
    [1, 0],
  ])
})

test('of what is to be fixed now it is said how much rests on an assumption', async () => {
  await inWorkspace((work) =>
    sql`update finding set basis = case when id in ('finding-0', 'finding-1', 'finding-2') then 'assumed' else 'stated' end`.execute(
      work,
    ),
  )
  await happened(0, [2, 'opened', opened('now')], [9, 'resolved', fixed])
  await happened(1, [2, 'opened', opened('soon')])
  await happened(2, [2, 'opened', opened('soon')], [5, 'changed', to('now')])
  await happened(3, [2, 'opened', opened('now')])
  const { open, assumedNow } = await trends()
  expect([open.at(-1)?.now, assumedNow]).toEqual([2, 1])
})

test('every number opens to its findings', async () => {
  await happened(0, [2, 'opened', opened('soon')], [5, 'changed', to('now')], [9, 'resolved', fixed])
  await happened(1, [2, 'opened', opened('now')])
  const ids = async (query: Parameters<typeof rows>[0]) => (await rows(query)).rows.map(({ id }) => id)
  expect(await ids({ decision: 'now', day: '2026-10-06' })).toEqual(['finding-0', 'finding-1'])
  expect(await ids({ decision: 'now', day: '2026-10-09' })).toEqual(['finding-1'])
  expect(await ids({ decision: 'soon', day: '2026-10-04' })).toEqual(['finding-0'])
  expect((await rows({ decision: 'now' })).rows).toMatchObject([
    { id: 'finding-0', openedAt: '2026-10-02T06:00:00.000Z', fixedAt: '2026-10-09T06:00:00.000Z' },
  ])
})

test('the time to fix counts those that wait, and what ended otherwise is no fix', async () => {
  for (const [finding, day] of [4, 6, 8, 10, 12, 14].entries())
    await happened(finding, [2, 'opened', opened('now')], [day, 'resolved', fixed])
  await happened(6, [2, 'opened', opened('now')], [3, 'resolved', { resolution: 'superseded' }])
  await happened(7, [2, 'opened', opened('soon')])
  const { fix } = await trends()
  expect(fix[0]).toMatchObject({ urgency: 'now', opened: 7, fixed: 6, median: 6 })
  expect(fix[0]!.low).toBeLessThan(6)
  expect(fix[1]).toEqual({ urgency: 'soon', opened: 1, fixed: 0, median: null, low: null, high: null })
})

test('with no history there is nothing to show, and it says so', async () => {
  expect(await trends()).toMatchObject({ since: null })
  expect(await rows({ decision: 'now', day: '2026-10-06' })).toEqual({ rows: [], total: 0, next: null })
})
