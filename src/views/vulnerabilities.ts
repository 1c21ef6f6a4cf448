import { sql } from 'kysely'
import type { Page, VulnerabilityListQuery, VulnerabilityRow } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'
import { dueAt, epssNow, findingConditions, findingTables, rankNow } from './finding-filter.ts'
import type { FindingLists } from './finding-lists.ts'

interface VulnerabilitySql {
  id: string
  title: string
  urgency: VulnerabilityRow['urgency']
  basis: VulnerabilityRow['basis']
  why: string
  component: string
  findings: number
  assets: number
  now: number
  soon: number
  scheduled: number
  defer: number
  kev: boolean | null
  exploitation: VulnerabilityRow['exploitation']
  epss: number | null
  cvss: number | null
  fixable: number
  first_seen: Date
  due_at: Date | null
}

/** Least to most; the worst of the findings speaks for the vulnerability. */
const exploitations = sql`array['unknown', 'none', 'public poc', 'weaponised', 'active']`
const urgencies = sql`array['now', 'soon', 'scheduled', 'defer']`

/**
 * Vulnerabilities that findings under a filter name, with the exact count of them. Which ones, and in which order, is
 * answered from memory; PostgreSQL counts only those of the page.
 */
export async function listVulnerabilities(
  { database, lists }: { database: Database; lists: FindingLists },
  workspaceId: string,
  { filter, sort, cursor, limit, offset }: VulnerabilityListQuery,
): Promise<Page<VulnerabilityRow>> {
  const position = readCursor(cursor)
  const after = position && { id: position.id, key: Number(position.key) }
  const { first, total } = await lists.vulnerabilities(workspaceId, { filter, sort }, limit + 1, after, offset)
  const { rows: shown, next } = cutPage(first, limit, ({ id, key }) => ({ id, key: String(key) }))
  const rows = await countThese(
    database,
    workspaceId,
    filter,
    shown.map(({ id }) => id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  // One whose last finding went away in this moment is left out.
  const still = shown.flatMap(({ id }) => byId.get(id) ?? [])
  return { rows: still.map(rowOf), total, next }
}

async function countThese(
  database: Database,
  workspaceId: string,
  filter: string,
  ids: readonly string[],
): Promise<VulnerabilitySql[]> {
  if (ids.length === 0) return []
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<VulnerabilitySql>`
      with finding as materialized (select * from finding where vulnerability_id = any (${ids})),
      counted as (select f.vulnerability_id as id, max(f.title) as title, count(*)::int as findings,
        (${urgencies})[min(array_position(${urgencies}, f.urgency))] as urgency,
        count(distinct f.asset_id)::int as assets,
        count(*) filter (where f.urgency = 'now')::int as now, count(*) filter (where f.urgency = 'soon')::int as soon,
        count(*) filter (where f.urgency = 'scheduled')::int as scheduled,
        count(*) filter (where f.urgency = 'defer')::int as defer,
        case when bool_or(f.kev) then true when bool_or(f.kev is null) then null else false end as kev, (${exploitations})[max(array_position(${exploitations}, f.exploitation))] as exploitation,
        max(${epssNow}) as epss, max(f.cvss) as cvss, count(f.fixed_version)::int as fixable,
        min(f.first_seen) as first_seen, min(${dueAt}) as due_at,
        (max(array[${rankNow}, f.seq]))[2] as worst
      from ${findingTables} where ${findingConditions(filter)} group by 1)
      select counted.*, worst.basis, worst.why, worst.component_name as component
      from counted join finding worst on worst.seq = counted.worst`.execute(work),
  )
  return rows
}

function rowOf(row: VulnerabilitySql): VulnerabilityRow {
  const { now, soon, scheduled, defer } = row
  return {
    id: row.id,
    title: row.title,
    urgency: row.urgency,
    basis: row.basis,
    why: row.why,
    component: row.component,
    findings: row.findings,
    assets: row.assets,
    open: { now, soon, scheduled, defer },
    kev: row.kev,
    exploitation: row.exploitation,
    epss: row.epss,
    cvss: row.cvss,
    fixable: row.fixable,
    firstSeen: row.first_seen.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
  }
}
