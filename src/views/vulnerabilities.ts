import { type RawBuilder, sql } from 'kysely'
import type { Page, VulnerabilityListQuery, VulnerabilityRow, VulnerabilitySort } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'
import { findingConditions, findingTables } from './finding-filter.ts'

interface VulnerabilitySql {
  id: string
  title: string
  urgency: VulnerabilityRow['urgency']
  findings: number
  assets: number
  now: number
  soon: number
  scheduled: number
  defer: number
  kev: boolean
  exploitation: VulnerabilityRow['exploitation']
  epss: number | null
  cvss: number | null
  fixable: number
  first_seen: Date
  due_at: Date | null
  sort: string
}

/** Least to most; the worst of the findings speaks for the vulnerability. */
const exploitations = sql`array['unknown', 'none', 'public poc', 'weaponised', 'active']`
const urgencies = sql`array['now', 'soon', 'scheduled', 'defer']`

/** Each order as a whole number, largest first; what has none comes last. */
const sorts: Readonly<Record<VulnerabilitySort, RawBuilder<unknown>>> = {
  decision: sql`max(f.rank)`,
  findings: sql`count(*)`,
  epss: sql`coalesce(round(max(f.epss) * 1e6), -1)`,
  cvss: sql`coalesce(round(max(f.cvss) * 10), -1)`,
  newest: sql`extract(epoch from min(f.first_seen)) * 1000`,
}

/** Vulnerabilities that findings under a filter name, with the exact count of them. */
export async function listVulnerabilities(
  database: Database,
  workspaceId: string,
  { filter, sort, cursor, limit }: VulnerabilityListQuery,
): Promise<Page<VulnerabilityRow>> {
  const after = readCursor(cursor)
  const from = after ? sql`where (v.sort, v.id) < (${after.key}::bigint, ${after.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<{ total: number; page: VulnerabilitySql[] | null }>`
      with v as (select f.vulnerability_id as id, max(f.title) as title, count(*)::int as findings,
          (${urgencies})[min(array_position(${urgencies}, f.urgency))] as urgency,
          count(distinct f.asset_id)::int as assets,
          count(*) filter (where f.urgency = 'now')::int as now, count(*) filter (where f.urgency = 'soon')::int as soon,
          count(*) filter (where f.urgency = 'scheduled')::int as scheduled,
          count(*) filter (where f.urgency = 'defer')::int as defer,
          bool_or(f.kev) as kev, (${exploitations})[max(array_position(${exploitations}, f.exploitation))] as exploitation,
          max(f.epss) as epss, max(f.cvss) as cvss, count(f.fixed_version)::int as fixable,
          min(f.first_seen) as first_seen, min(f.due_at) as due_at, (${sorts[sort]})::bigint as sort
        from ${findingTables} where ${findingConditions(filter)} and f.vulnerability_id is not null group by 1)
      select (select count(*)::int from v) as total, (select json_agg(p) from (
        select v.* from v ${from} order by v.sort desc, v.id desc limit ${limit + 1}) p) as page`.execute(work)
    const { total, page } = rows[0]!
    const cut = cutPage(page ?? [], limit, (row) => ({ key: String(row.sort), id: row.id }))
    return { rows: cut.rows.map(rowOf), total, next: cut.next }
  })
}

function rowOf(row: VulnerabilitySql): VulnerabilityRow {
  const { now, soon, scheduled, defer } = row
  return {
    id: row.id,
    title: row.title,
    urgency: row.urgency,
    findings: row.findings,
    assets: row.assets,
    open: { now, soon, scheduled, defer },
    kev: row.kev,
    exploitation: row.exploitation,
    epss: row.epss,
    cvss: row.cvss,
    fixable: row.fixable,
    firstSeen: new Date(row.first_seen).toISOString(),
    dueAt: row.due_at && new Date(row.due_at).toISOString(),
  }
}
