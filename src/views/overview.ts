import { sql, type Transaction } from 'kysely'
import { formatFilter, type Overview } from '#contract'
import type { Currency } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { readCoverage } from './coverage.ts'
import { listFeeds } from './feeds.ts'
import type { TodayCounts } from './finding-index/index.ts'
import type { FindingLists } from './finding-lists.ts'
import { listFixActions } from './fix-actions.ts'

type Work = Transaction<NoTables>

const FIRST = 8

/** What Today says. */
export async function readOverview(
  { database, lists }: { database: Database; lists: FindingLists },
  workspaceId: string,
  person: string,
  currency: Currency,
): Promise<Overview> {
  const { open, overdue, opened, resolved, assumed, assumedNow, unknownExposure } = await lists.today(
    workspaceId,
    currency.now,
  )
  const first = await listFixActions(lists, workspaceId, { filter: '', sort: 'decision', limit: FIRST })
  const assigned = formatFilter({ terms: [{ key: 'assignee', values: [person], not: false }], text: '' })
  const mine = (await lists.seqsUnder(workspaceId, assigned)).length
  const { now: urgent = 0, soon = 0, scheduled = 0, defer = 0 } = open
  const inside = await database.inWorkspace(workspaceId, async (work) => {
    const coverage = await readCoverage(work, currency)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from asset`.execute(work)
    const question = unknownExposure && (await questionOf(work, unknownExposure))
    return { coverage, components: coverage.components, assets: rows[0]?.count ?? 0, question: question ?? null }
  })
  return {
    ...inside,
    open: { now: urgent, soon, scheduled, defer },
    overdue,
    mine,
    openedLastDay: opened,
    resolvedLastDay: resolved,
    assumed,
    assumedNow,
    first: first.rows,
    feeds: await feedCounts(database, currency),
  }
}

/** The asset whose exposure nobody has stated and on which most decisions rest. */
async function questionOf(
  work: Work,
  { assetId, findings }: NonNullable<TodayCounts['unknownExposure']>,
): Promise<Overview['question']> {
  const { rows } = await sql<{ name: string; exposure: 'unknown'; exposure_basis: 'assumed' }>`
    select name, exposure, exposure_basis from asset where id = ${assetId}`.execute(work)
  const row = rows[0]
  return row
    ? { assetId, assetName: row.name, findings, exposure: row.exposure, exposureBasis: row.exposure_basis }
    : null
}

async function feedCounts(database: Database, currency: Currency): Promise<Overview['feeds']> {
  const { feeds } = await listFeeds(database, currency)
  return {
    total: feeds.length,
    loaded: feeds.filter((feed) => feed.lastSuccess !== null).length,
    stale: feeds.filter((feed) => feed.stale).length,
    failed: feeds.filter((feed) => feed.runs[0]?.status === 'failed').length,
  }
}
