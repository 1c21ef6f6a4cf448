import { type RawBuilder, sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Facets, FindingSort } from '#contract'
import type { Instant } from '#core/kernel'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import { FindingLists } from '#views/finding-lists'
import {
  facetKeys,
  fewFindingTables,
  findingColumns,
  findingConditions,
  findingSorts,
  findingTables,
  theseFindings,
} from '../../src/views/finding-filter.ts'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'

/** More than a column keeps places of each word for. */
const ASSETS = 100
const FINDINGS = 3_000
/** More than are known one by one, so that pages are walked, too. */
const MANY = 9_000

let site: TestDatabase
let lists: FindingLists
beforeAll(async () => {
  site = await testDatabase()
  await seedAssets(site.database, DEFAULT_WORKSPACE, ASSETS)
  await seedFindings(site.database, DEFAULT_WORKSPACE, { assets: ASSETS, count: FINDINGS })
  await inSql(async (work) => {
    // No date near this minute, nor near one of the next days: the two are not asked in the same moment.
    await sql`update finding set due_at = due_at + interval '7 minutes 30 seconds'`.execute(work)
    await sql`insert into finding_work (workspace_id, finding_id, assignee, team, progress, due_at, updated_by, updated_at)
      select workspace_id, id, case when seq % 3 = 0 then 'ada' end, case when seq % 2 = 0 then 'web' end,
        case when seq % 5 = 0 then 'in-progress' end, case when seq % 4 = 0 then now() + interval '90 minutes' end, 'ada', now()
      from finding where seq % 7 = 0`.execute(work)
    await scoreThese(work, 3)
  })
  // What this asks PostgreSQL for comparison is slow where it plans without knowing how much there is.
  await allRows(site, 'analyze')
  lists = new FindingLists(site.database)
})
afterAll(() => site.drop())

/** Scores the vulnerabilities of every so many findings, each otherwise than before. */
const scoreThese = (work: Transaction<NoTables>, every: number) =>
  sql`insert into finding_score (workspace_id, vulnerability_id, epss, change, band, scored_on)
    select distinct on (vulnerability_id) workspace_id, vulnerability_id, (seq * ${every}::int % 997) / 997.0, 0.1,
      seq * ${every}::int % 14, '2026-08-01'
    from finding where seq % ${every}::int = 0 order by vulnerability_id, seq
    on conflict (workspace_id, vulnerability_id) do update
      set epss = excluded.epss, band = excluded.band, changed = pg_current_xact_id()`.execute(work)

test('what belongs to the findings of a page is looked up for each, never joined with every asset', async () => {
  const seqs = Array.from({ length: 50 }, (_, number) => number * 7 + 1)
  const plan = await inSql((work) =>
    sql<Record<string, string>>`explain with ${theseFindings(sql`${seqs}`)}
      select a.name, w.assignee from ${fewFindingTables}`.execute(work),
  )
  expect(JSON.stringify(plan.rows)).toMatch(/Nested Loop/)
  expect(JSON.stringify(plan.rows)).not.toMatch(/Hash|Merge/)
})

const filters = [
  '',
  'decision:now',
  'decision:now,soon exposure:internet',
  '-decision:defer kev:yes',
  'kev:unknown',
  '-kev:no,yes decision:defer',
  'state:any',
  'state:resolved ecosystem:npm,pypi',
  'asset:"service 7"',
  'asset:asset-7',
  '-asset:"service 7" owner:team-3',
  'owner:none criticality:critical',
  'vulnerability:cve-2085-1001,CVE-2090-2002,CVE-2081-1003',
  '-vulnerability:CVE-2085-1001 decision:now kev:yes',
  'exploitation:poc fix:no verdict:likely-fixed',
  'package-12',
  'CVE-2085 service',
  'action:00000000000000000000,no-such-action',
  'decision:now package-1 -kev:yes',
  'ecosystem:Debian exposure:unknown basis:assumed',
  'ecosystem:Cobol',
  'assignee:ada team:none',
  '-assignee:none progress:in-progress',
  'tag:pci',
  '-tag:"zone 1",none',
  'tag:none,"ZONE 2" decision:soon',
  'tag:zone',
  'due:overdue',
  '-due:week decision:now',
  'due:today,none',
  'due:later',
  'nothing-has-this-name',
]
const sorts = [...Object.keys(findingSorts), 'asset'] as FindingSort[]

describe.each(filters)('%s', (filter) => {
  test('has the counts that PostgreSQL has', async () => {
    const { total } = await lists.page(DEFAULT_WORKSPACE, { filter, sort: 'decision', limit: 1 })
    expect(total).toBe(await inSql((work) => countOf(work, filter)))
    expect(await lists.facets(DEFAULT_WORKSPACE, filter)).toEqual(await inSql((work) => facetsOf(work, filter)))
  })

  test('has the pages that PostgreSQL has, in every order', async () => {
    for (const sort of sorts)
      expect(await walk(filter, sort), sort).toEqual(await inSql((work) => ids(work, filter, sort)))
  })

  test('has the same rows by place as by page, and finds the page that a row is on', async () => {
    for (const sort of ['decision', 'asset'] as const) await byPlace(filter, sort)
  })
})

test('today counts what PostgreSQL counts', async () => {
  const now = new Date().toISOString() as Instant
  const { rows } = await inSql((work) =>
    sql<Record<string, number>>`select
      count(*) filter (where state = 'open' and urgency = 'now')::int as now,
      count(*) filter (where state = 'open' and coalesce(w.due_at, f.due_at) < ${now})::int as overdue,
      count(*) filter (where state = 'open' and coalesce(w.due_at, f.due_at) >= ${now}
        and coalesce(w.due_at, f.due_at) < ${now}::timestamptz + interval '1 day')::int as "dueToday",
      count(*) filter (where state = 'open' and coalesce(w.due_at, f.due_at) >= ${now}
        and coalesce(w.due_at, f.due_at) < ${now}::timestamptz + interval '7 days')::int as "dueWeek",
      count(*) filter (where state = 'open' and priority_since > ${now}::timestamptz - interval '1 day')::int as opened,
      count(*) filter (where resolved_at > ${now}::timestamptz - interval '1 day')::int as resolved,
      count(*) filter (where state = 'open' and basis = 'assumed' and urgency = 'now')::int as "assumedNow",
      count(*) filter (where state = 'open' and basis = 'assumed')::int as assumed from ${findingTables}`.execute(work),
  )
  const { now: urgent, ...counts } = rows[0]!
  const { open, unknownExposure, ...today } = await lists.today(DEFAULT_WORKSPACE, now)
  expect(today).toMatchObject(counts)
  expect(open.now).toBe(urgent)
  expect(Object.values(counts).every((count) => count > 0)).toBe(true)
  for (const [filter, count] of [
    ['due:overdue', today.overdue],
    ['due:today', today.dueToday],
    ['due:week', today.dueWeek],
  ] as const)
    expect([filter, (await lists.page(DEFAULT_WORKSPACE, { filter, sort: 'due', limit: 1 })).total]).toEqual([
      filter,
      count,
    ])
  const most = await inSql((work) =>
    sql<{ findings: number }>`select count(*)::int as findings from ${findingTables}
      where f.state = 'open' and a.exposure = 'unknown' group by a.id order by 1 desc limit 1`.execute(work),
  )
  expect(unknownExposure?.findings).toBe(most.rows[0]?.findings)
})

test('findings that come, change and go, and assets that change, are in the next answer', async () => {
  const changes: ((work: Transaction<NoTables>) => Promise<unknown>)[] = [
    (work) =>
      sql`update finding set urgency = 'now', rank = 9000000 where id in ('finding-3', 'finding-4')`.execute(work),
    (work) =>
      sql`update asset set exposure = 'internet', name = 'renamed', owner = 'team-3', tags = '{PCI}' where id = 'asset-7'`.execute(
        work,
      ),
    (work) => sql`delete from finding where id in ('finding-5', 'finding-6', 'finding-7')`.execute(work),
    (work) => sql`update finding set ecosystem = 'Cobol', state = 'open' where id = 'finding-8'`.execute(work),
    (work) => sql`delete from asset where id = 'asset-9'`.execute(work),
    (work) => scoreThese(work, 5),
    (work) =>
      sql`update finding_score set epss = 1 - epss, band = 13 - band, changed = pg_current_xact_id()
        where hashtext(vulnerability_id) % 2 = 0`.execute(work),
    (work) =>
      sql`update finding_score set epss = null, changed = pg_current_xact_id()
        where hashtext(vulnerability_id) % 4 = 0`.execute(work),
  ]
  for (const change of changes) {
    await inSql(change)
    await agree()
  }
  await seedFindings(site.database, DEFAULT_WORKSPACE, { assets: 5, count: MANY, from: FINDINGS })
  await agree()
  for (const sort of sorts) await byPlace('', sort)
  await byPlace('-decision:defer', 'epss')
  await inSql((work) => sql`update finding set rank = rank + 1 where id like '%1'`.execute(work))
  await agree()
})

test('what is kept over changes is what is counted anew', async () => {
  const fresh = new FindingLists(site.database)
  const kept: Record<string, (of: FindingLists, filter: string) => Promise<unknown>> = {
    facets: (of, filter) => of.facets(DEFAULT_WORKSPACE, filter),
    total: async (of, filter) => (await of.page(DEFAULT_WORKSPACE, { filter, sort: 'decision', limit: 1 })).total,
    vulnerabilities: (of, filter) => of.vulnerabilities(DEFAULT_WORKSPACE, { filter, sort: 'decision' }, 30),
    newest: (of, filter) => of.vulnerabilities(DEFAULT_WORKSPACE, { filter, sort: 'newest' }, 30),
    actions: async (of, filter) => {
      const { first, total } = await of.fixActions(DEFAULT_WORKSPACE, { filter, sort: 'decision' }, 30)
      // What an action comes to is in no order.
      return {
        total,
        first: first.map(({ parts, ...one }) => ({ ...one, parts: parts.map((part) => JSON.stringify(part)).sort() })),
      }
    },
    groups: (of, filter) => of.vulnerabilityFacets(DEFAULT_WORKSPACE, filter),
    rows: async (of, filter) => of.page(DEFAULT_WORKSPACE, { filter, sort: 'due', limit: 30 }),
  }
  const asked = filters.filter((_, place) => place % 2 === 0)
  const ask = async (of: FindingLists) =>
    Promise.all(asked.flatMap((filter) => Object.values(kept).map((question) => question(of, filter))))
  await ask(lists)
  for (let turn = 0; turn < 3; turn++) {
    await inSql(async (work) => {
      await sql`update finding set urgency = 'now', rank = rank + 3000000, due_at = now() - interval '90 minutes', component_name = 'new-word-' || ${turn}::int,
        title = 'now in package-12', component_key = 'pkg:new' || ${turn}::int
        where seq % 97 = ${turn} and state = 'open'`.execute(work)
      await sql`update finding set state = case state when 'open' then 'resolved' else 'open' end, resolved_at = now()
        where seq % 89 = ${turn}`.execute(work)
      await sql`delete from finding where seq % 83 = ${turn}`.execute(work)
      await scoreThese(work, 11 + turn)
      await sql`update asset set owner = 'team-new' where id = ${`asset-${turn}`}`.execute(work)
    })
    await seedFindings(site.database, DEFAULT_WORKSPACE, { assets: 50, count: 40, from: FINDINGS + MANY + turn * 40 })
    expect(await ask(lists)).toEqual(await ask(new FindingLists(site.database)))
  }
  expect(await ask(fresh)).toEqual(await ask(lists))
})

test('work that commits after later work is not missed', async () => {
  const agreed = async () =>
    (await lists.page(DEFAULT_WORKSPACE, { filter: 'ecosystem:late', sort: 'decision', limit: 9 })).total
  await inSql(async (slow) => {
    await sql`update finding set ecosystem = 'late' where id = 'finding-20'`.execute(slow)
    await inSql((quick) => sql`update finding set ecosystem = 'late' where id = 'finding-21'`.execute(quick))
    expect(await agreed()).toBe(1)
  })
  expect(await agreed()).toBe(2)
})

test('a workspace has its own findings only', async () => {
  const other = '00000000-0000-4000-8000-000000000002'
  expect(await lists.page(other, { filter: 'state:any', sort: 'decision', limit: 9 })).toEqual({
    rows: [],
    total: 0,
    next: null,
  })
})

test('a cursor that nobody issued starts anew', async () => {
  const query = { filter: '', sort: 'epss' as const, limit: 3 }
  const first = await lists.page(DEFAULT_WORKSPACE, query)
  expect(await lists.page(DEFAULT_WORKSPACE, { ...query, cursor: 'bm9ib2R5' })).toEqual(first)
})

async function agree(): Promise<void> {
  for (const filter of filters.filter((_, place) => place % 4 === 0)) {
    expect(await lists.facets(DEFAULT_WORKSPACE, filter), filter).toEqual(await inSql((work) => facetsOf(work, filter)))
  }
  for (const [filter, sort] of [
    ['', 'decision'],
    ['exposure:internet decision:now,soon', 'asset'],
    ['owner:team-3', 'asset'],
  ] as const)
    expect(await walk(filter, sort, 2_000), filter).toEqual(await inSql((work) => ids(work, filter, sort)))
}

/** All pages, one after the other. */
/** Asks for rows at places all over a list, and for the place of each, and compares with the list itself. */
async function byPlace(filter: string, sort: FindingSort): Promise<void> {
  const all = await inSql((work) => ids(work, filter, sort))
  const limit = 7
  const ask = (query: { offset?: number; anchor?: string; cursor?: string }) =>
    lists.page(DEFAULT_WORKSPACE, { filter, sort, limit, ...query })
  for (const offset of [0, 1, 999, 1_000, 4_095, 4_096, all.length - 3, all.length, all.length + 5].filter(
    (at) => at >= 0,
  )) {
    const page = await ask({ offset })
    expect([sort, offset, page.rows.map(({ id }) => id)]).toEqual([sort, offset, all.slice(offset, offset + limit)])
    expect(page).toMatchObject({ total: all.length, offset })
    expect(page.next === null).toBe(offset + limit >= all.length)
    if (page.next === null) continue
    const beyond = await ask({ cursor: page.next, offset: 3 })
    const at = offset + limit + 3
    expect([sort, at, beyond.rows.map(({ id }) => id)]).toEqual([sort, at, all.slice(at, at + limit)])
  }
  for (const place of [0, 8, Math.floor(all.length / 2), all.length - 1].filter((at) => at >= 0 && at < all.length)) {
    const offset = place - (place % limit)
    const page = await ask({ anchor: all[place]!, offset: 0 })
    expect([sort, place, page.offset, page.rows[place - offset]?.id]).toEqual([sort, place, offset, all[place]])
  }
  expect(await ask({ anchor: 'no-such-finding', offset: 0 })).toMatchObject({ offset: 0 })
}

async function walk(filter: string, sort: FindingSort, limit = 400): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await lists.page(DEFAULT_WORKSPACE, { filter, sort, limit, ...(cursor && { cursor }) })
    found.push(...page.rows.map((row) => row.id))
    cursor = page.next ?? undefined
  } while (cursor)
  return found
}

function inSql<T>(work: (work: Transaction<NoTables>) => Promise<T>): Promise<T> {
  return site.database.inWorkspace(DEFAULT_WORKSPACE, work)
}

async function countOf(work: Transaction<NoTables>, filter: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from ${findingTables}
    where ${findingConditions(filter)}`.execute(work)
  return rows[0]?.total ?? 0
}

async function ids(work: Transaction<NoTables>, filter: string, sort: FindingSort): Promise<string[]> {
  const order: RawBuilder<unknown> =
    sort === 'asset' ? sql`a.name collate "C"` : sql`(${findingSorts[sort]})::float8 desc nulls last`
  const { rows } = await sql<{ id: string }>`select f.id from ${findingTables} where ${findingConditions(filter)}
    order by ${order}, f.seq desc`.execute(work)
  return rows.map((row) => row.id)
}

async function facetsOf(work: Transaction<NoTables>, filter: string): Promise<Facets> {
  const facets = []
  for (const key of facetKeys) {
    const { rows } = await sql<{
      value: string
      count: number
    }>`select ${findingColumns[key]!} as value, count(*)::int as count
      from ${findingTables} where ${findingConditions(filter, key)}
      group by 1 order by 2 desc, (${findingColumns[key]!}) collate "C" limit 20`.execute(work)
    facets.push({ key, values: rows })
  }
  return { facets }
}

test('who asks while all findings are being read is told how far that is, and is answered afterwards', async () => {
  const impatient = new FindingLists(site.database, { patienceMs: 0 })
  const query = { filter: '', sort: 'decision', limit: 5 } as const
  await expect(impatient.page(DEFAULT_WORKSPACE, query)).rejects.toMatchObject({
    message: 'the findings are being read',
    progress: { read: 0, seconds: null },
  })
  await impatient.warm()
  expect(await impatient.page(DEFAULT_WORKSPACE, query)).toEqual(await lists.page(DEFAULT_WORKSPACE, query))
})
