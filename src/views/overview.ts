import { sql, type Transaction } from 'kysely'
import type { Overview } from '#contract'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import { readCoverage } from './coverage.ts'
import { listFeeds } from './feeds.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'

type Work = Transaction<NoTables>

const FIRST = 8

/** What Today says, as of `now`, by knowledge that speaks as of `since` or later. */
export async function readOverview(
  database: Database,
  workspaceId: string,
  now: Instant,
  since: Instant,
): Promise<Overview> {
  const inside = await database.inWorkspace(workspaceId, async (work) => ({
    ...(await countsOf(work, now)),
    coverage: await readCoverage(work, since),
    first: await firstFindings(work),
    question: await questionOf(work),
  }))
  return { ...inside, feeds: await feedCounts(database, now, since) }
}

async function countsOf(work: Work, now: Instant) {
  const { rows } = await sql<
    Record<
      'assets' | 'components' | 'now' | 'soon' | 'scheduled' | 'defer' | 'overdue' | 'opened' | 'resolved' | 'assumed',
      number
    >
  >`
    select (select count(*)::int from asset) as assets, (select count(*)::int from component where present) as components,
      count(*) filter (where state = 'open' and urgency = 'now')::int as now,
      count(*) filter (where state = 'open' and urgency = 'soon')::int as soon,
      count(*) filter (where state = 'open' and urgency = 'scheduled')::int as scheduled,
      count(*) filter (where state = 'open' and urgency = 'defer')::int as defer,
      count(*) filter (where state = 'open' and due_at < ${now})::int as overdue,
      count(*) filter (where state = 'open' and priority_since > ${now}::timestamptz - interval '1 day')::int as opened,
      count(*) filter (where resolved_at > ${now}::timestamptz - interval '1 day')::int as resolved,
      count(*) filter (where state = 'open' and basis = 'assumed')::int as assumed
    from finding`.execute(work)
  const { assets, components, overdue, opened, resolved, assumed, ...open } = rows[0]!
  return { assets, components, overdue, openedLastDay: opened, resolvedLastDay: resolved, assumed, open }
}

async function firstFindings(work: Work): Promise<Overview['first']> {
  const { rows } = await sql<FindingSql>`select ${findingRowColumns}
    from finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
    where f.state = 'open' order by f.rank desc, f.id desc limit ${FIRST}`.execute(work)
  return rows.map(findingRowOf)
}

/** The asset whose exposure nobody has stated and on which most decisions rest. */
async function questionOf(work: Work): Promise<Overview['question']> {
  const { rows } = await sql<{
    id: string
    name: string
    findings: number
    exposure: 'unknown'
    exposure_basis: 'assumed'
  }>`
    select a.id, a.name, count(*)::int as findings, a.exposure, a.exposure_basis
    from asset a join finding f on f.workspace_id = a.workspace_id and f.asset_id = a.id and f.state = 'open'
    where a.exposure = 'unknown' group by a.id, a.name, a.exposure, a.exposure_basis order by 3 desc, 1 limit 1`.execute(
    work,
  )
  const row = rows[0]
  if (!row) return null
  return {
    assetId: row.id,
    assetName: row.name,
    findings: row.findings,
    exposure: row.exposure,
    exposureBasis: row.exposure_basis,
  }
}

async function feedCounts(database: Database, now: Instant, since: Instant): Promise<Overview['feeds']> {
  const { feeds } = await listFeeds(database, now, since)
  return {
    total: feeds.length,
    loaded: feeds.filter((feed) => feed.lastSuccess !== null).length,
    stale: feeds.filter((feed) => feed.stale).length,
    failed: feeds.filter((feed) => feed.runs[0]?.status === 'failed').length,
  }
}
