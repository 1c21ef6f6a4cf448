import { sql, type Transaction } from 'kysely'
import { formatFilter, type Overview } from '#contract'
import { joinedBy } from '#core/kernel'
import type { Currency } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { readCoverage } from './coverage.ts'
import { listFeeds } from './feeds.ts'
import type { TodayCounts } from './finding-index/index.ts'
import type { FindingLists } from './finding-lists.ts'
import { listFixActions } from './fix-actions.ts'

type Work = Transaction<NoTables>

const FIRST = 8

interface Asked {
  workspaceId: string
  currency: Currency
}

/** What Today says, for a server: what is asked of the database is the same for all of a workspace, and is asked once for those who look at once. */
export function overviewReader({ database, lists }: { database: Database; lists: FindingLists }) {
  const countsOf = joinedBy(
    ({ workspaceId }: Asked) => workspaceId,
    ({ workspaceId, currency }) => database.inWorkspace(workspaceId, (work) => readCounts(work, currency)),
  )
  const feedsOf = joinedBy(
    () => '',
    ({ currency }: Asked) => feedCounts(database, currency),
  )
  return async (person: string, { workspaceId, currency }: Asked): Promise<Overview> => {
    const assigned = formatFilter({ terms: [{ key: 'assignee', values: [person], not: false }], text: '' })
    // Together: one after the other, each would wait for a turn of its own.
    const [today, first, mine, inside, feeds] = await Promise.all([
      lists.today(workspaceId, currency.now),
      listFixActions(lists, workspaceId, { filter: '', sort: 'decision', limit: FIRST }),
      lists.seqsUnder(workspaceId, assigned),
      countsOf({ workspaceId, currency }),
      feedsOf({ workspaceId, currency }),
    ])
    const { open, overdue, dueToday, dueWeek, opened, resolved, assumed, assumedNow, unknownExposure } = today
    const { now: urgent = 0, soon = 0, scheduled = 0, defer = 0 } = open
    return {
      ...inside,
      open: { now: urgent, soon, scheduled, defer },
      overdue,
      dueToday,
      dueWeek,
      mine: mine.length,
      openedLastDay: opened,
      resolvedLastDay: resolved,
      assumed,
      assumedNow,
      first: first.rows,
      question: unknownExposure ? await questionOf(database, workspaceId, unknownExposure) : null,
      feeds,
    }
  }
}

async function readCounts(
  work: Work,
  currency: Currency,
): Promise<Pick<Overview, 'assets' | 'components' | 'coverage'>> {
  const coverage = await readCoverage(work, currency)
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from asset`.execute(work)
  return { coverage, components: coverage.components, assets: rows[0]?.count ?? 0 }
}

/** The asset whose exposure nobody has stated and on which most decisions rest. */
async function questionOf(
  database: Database,
  workspaceId: string,
  { assetId, findings }: NonNullable<TodayCounts['unknownExposure']>,
): Promise<Overview['question']> {
  const [row] = await database.readInWorkspace(
    workspaceId,
    sql<{ name: string; exposure: 'unknown'; exposure_basis: 'assumed' }>`
      select name, exposure, exposure_basis from asset where id = ${sql.lit(assetId)}`,
  )
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
