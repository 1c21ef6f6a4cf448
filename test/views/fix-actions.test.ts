import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixActionRow, type FixActionSort, listQuery } from '#contract'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { FindingLists } from '#views/finding-lists'
import { listFixActions, readFixAction } from '#views/fix-actions'
import { findingColumns, findingConditions, findingTables } from '../../src/views/finding-filter.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'

let site: TestDatabase
let lists: FindingLists
beforeAll(async () => {
  site = await testDatabase()
  await seedAssets(site.database, DEFAULT_WORKSPACE, 40)
  await seedFindings(site.database, DEFAULT_WORKSPACE, { assets: 40, count: 3_000 })
  await inSql(sql`update finding set component_key = 'pkg:npm/part-' || seq % 150, component_name = 'part-' || seq % 150,
    ecosystem = 'npm', component_version = '1.' || seq % 4 || '.0'`)
  await inSql(
    sql`update finding set fixed_version = '1.' || 4 + seq % 9 || '.' || seq % 12 where fixed_version is not null`,
  )
  await inSql(sql`update finding set fix_state = case when seq % 2 = 0 then 'wont-fix' else 'unknown' end
    where fixed_version is null`)
  lists = new FindingLists(site.database)
})
afterAll(() => site.drop())

function inSql<Row>(query: RawBuilder<Row>): Promise<Row[]> {
  return site.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => (await query.execute(work)).rows)
}

async function every(filter = '', sort: FixActionSort = 'decision', limit = 37): Promise<FixActionRow[]> {
  const rows: FixActionRow[] = []
  let cursor: string | undefined
  do {
    const page = await listFixActions(lists, DEFAULT_WORKSPACE, { ...listQuery.parse({ filter, limit, cursor }), sort })
    rows.push(...page.rows)
    expect(page.total).toBe(await groupsOf(filter))
    cursor = page.next ?? undefined
  } while (cursor)
  return rows
}

async function groupsOf(filter: string): Promise<number> {
  const [row] = await inSql(
    sql<{
      count: number
    }>`select count(*)::int as count from (select distinct f.component_key, f.ecosystem,
      f.fixed_version is null and f.fix_state = 'wont-fix' from ${findingTables} where ${findingConditions(filter)}) g`,
  )
  return row!.count
}

interface Expected {
  id: string
  findings: number
  assets: number
  vulnerabilities: number
  worst: number
  due: Date | null
  highest: string | null
}

describe.each(['', 'exposure:internet', 'decision:now,soon owner:none', 'asset:"service 7"', 'part-12'])(
  '%s',
  (filter) => {
    test('counts what PostgreSQL counts, and names the highest of the versions that fix each', async () => {
      const expected = await inSql(
        sql<Expected>`select ${findingColumns.action} as id, count(*)::int as findings, count(distinct f.asset_id)::int as assets,
        count(distinct f.vulnerability_id)::int as vulnerabilities,
        min(array_position(array['now', 'soon', 'scheduled', 'defer'], f.urgency)) as worst, min(f.due_at) as due,
        array_to_string(max(string_to_array(f.fixed_version, '.')::int[]), '.') as highest
        from ${findingTables} where ${findingConditions(filter)} group by 1 order by 1`,
      )
      const found = (await every(filter)).map((action) => ({
        id: action.id,
        findings: action.findings,
        assets: action.assets,
        vulnerabilities: action.vulnerabilities,
        worst: 1 + ['now', 'soon', 'scheduled', 'defer'].indexOf(action.urgency),
        due: action.dueAt && new Date(action.dueAt),
        highest: action.version,
      }))
      expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected)
    })

    test('its findings are those of its filter', async () => {
      for (const action of (await every(filter)).slice(0, 20)) {
        const under = (more: string) =>
          lists.page(DEFAULT_WORKSPACE, {
            filter: `${filter} action:${action.id} ${more}`,
            sort: 'decision' as const,
            limit: 1,
          })
        expect((await under('')).total).toBe(action.findings)
        const [closed] = (await under(`fix:yes decision:${action.urgency}`)).rows
        const [any] = (await under('')).rows
        expect(action.worst.id).toBe((closed ?? any)!.id)
      }
    })
  },
)

test('actions come in the order of the findings that they close, then by how many those are', async () => {
  const actions = await every()
  const findings = await inSql(
    sql<{ action: string; rank: number }>`select ${findingColumns.action} as action, f.rank::float8 as rank
      from ${findingTables} where ${findingConditions('')}
      order by array_position(array['now', 'soon', 'scheduled', 'defer'], f.urgency), f.fixed_version is null, f.rank desc`,
  )
  const highest = new Map<string, number>()
  for (const { action, rank } of findings) if (!highest.has(action)) highest.set(action, rank)
  const ranked = actions.map((action) => [-highest.get(action.id)!, -action.findings])
  expect(ranked).toEqual(ranked.toSorted(compare))
  const byNumber = (await every('', 'findings')).map(({ findings: closed }) => closed)
  expect(byNumber).toEqual(byNumber.toSorted((a, b) => b - a))
})

test('a smaller version is named where it closes all that is most urgent', async () => {
  await inSql(sql`update finding set component_key = 'pkg:npm/ladder', component_name = 'ladder', state = 'open',
    urgency = case when seq = 1 then 'now' else 'defer' end, rank = case when seq = 1 then 9000000 else 1 end,
    fixed_version = case seq when 1 then '1.9.0' when 2 then '1.10.0' else '1.2.0' end where seq in (1, 2, 3)`)
  const [ladder] = await every('"ladder"')
  expect(ladder).toMatchObject({
    version: '1.10.0',
    findings: 3,
    urgency: 'now',
    firstStep: { version: '1.9.0', urgency: 'now', findings: 1 },
  })
  await inSql(sql`update finding set fixed_version = '1.10.0' where seq = 1`)
  expect((await every('"ladder"'))[0]).toMatchObject({ version: '1.10.0', firstStep: null })
})

test('what nobody knows a fixed version of stands with the update of its component, and is counted apart', async () => {
  await inSql(sql`update finding set component_key = 'pkg:generic/httpd', component_name = 'httpd', state = 'open',
    urgency = 'now', fix_state = case when seq = 1 then 'unknown' else 'fixed' end,
    fixed_version = case when seq = 1 then null else '2.4.68' end where seq in (1, 2)`)
  expect(await every('"httpd"')).toMatchObject([
    { kind: 'update', version: '2.4.68', findings: 2, unknownFix: 1, firstStep: null },
  ])
  await inSql(sql`update finding set fixed_version = null, fix_state = 'unknown' where seq = 2`)
  expect(await every('"httpd"')).toMatchObject([{ kind: 'unknown-fix', version: null, findings: 2, unknownFix: 2 }])
})

test('an update stands where it does for a finding that it closes, unless what it may not close is more urgent', async () => {
  const part = (seq: number, fixed: string | null, rank: number, urgency = 'now') =>
    inSql(sql`update finding set component_key = 'pkg:generic/nginx', component_name = 'nginx', state = 'open',
      urgency = ${urgency}, rank = ${rank}, fixed_version = ${fixed}, fix_state = 'unknown' where seq = ${seq}`)
  await part(11, null, 3_000_009)
  await part(12, '1.27.0', 3_000_001)
  await part(13, '1.26.0', 2_000_009, 'soon')
  const place = async () => {
    const actions = await every()
    return actions.findIndex(({ component }) => component.name === 'nginx')
  }
  expect((await every('"nginx"'))[0]).toMatchObject({
    urgency: 'now',
    version: '1.27.0',
    unknownFix: 1,
    worst: { fixedVersion: '1.27.0' },
  })
  const before = await place()
  await part(11, null, 3_900_000)
  expect(await place()).toBe(before)
  await part(12, '1.27.0', 2_000_001, 'soon')
  expect((await every('"nginx"'))[0]).toMatchObject({ urgency: 'now', worst: { fixedVersion: null } })
})

test('what its sources say that no version fixes is an action of its own, that names no version', async () => {
  const actions = await every()
  const none = actions.filter(({ kind }) => kind === 'no-fix')
  expect(none.length).toBeGreaterThan(0)
  for (const action of none) expect([action.version, action.worst.fixedVersion]).toEqual([null, null])
  for (const action of actions.filter(({ kind }) => kind === 'update')) expect(action.version).not.toBeNull()
})

test('one action says from which version to which, and on which assets', async () => {
  const [first] = await every('part-7')
  const action = (await readFixAction(lists, DEFAULT_WORKSPACE, first!.id))!
  const sum = (counts: object) => Object.values(counts).reduce((all: number, one: number) => all + one, 0)
  const open = action.steps.reduce((all, step) => all + sum(step.open), 0)
  const unknown = action.steps.reduce((all, { to, unknownFix }) => all + (to === null ? 0 : unknownFix), 0)
  expect([open + unknown, unknown > 0]).toEqual([action.findings, true])
  expect(action.steps.map(({ from }) => from)).toEqual(action.steps.map(({ from }) => from).toSorted())
  expect(action.on).toHaveLength(action.assets)
  expect(action.on.reduce((all, { findings }) => all + findings, 0)).toBe(action.findings)
  expect(action.on[0]!.urgency).toBe(action.urgency)
})

test('it says how many of its findings somebody says are fixed', async () => {
  const [, , third] = await every()
  expect(third!.claimed).toBe(0)
  await inSql(sql`insert into finding_work (workspace_id, finding_id, progress, updated_by, updated_at)
    values (${DEFAULT_WORKSPACE}, ${third!.worst.id}, 'claimed-fixed', 'ada', now())`)
  const after = (await every()).find(({ id }) => id === third!.id)!
  expect([after.claimed, after.findings]).toEqual([1, third!.findings])
  expect(after.worst.claimed?.by).toBe('ada')
})

test('an action whose findings are closed is there no more', async () => {
  const [, second] = await every()
  await inSql(sql`update finding f set state = 'resolved' where ${findingColumns.action} = ${second!.id}`)
  expect(await readFixAction(lists, DEFAULT_WORKSPACE, second!.id)).toBeUndefined()
  expect((await every()).map(({ id }) => id)).not.toContain(second!.id)
})

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const place = a.findIndex((value, at) => value !== b[at])
  return place < 0 ? 0 : a[place]! < b[place]! ? -1 : 1
}
