import { sql } from 'kysely'
import { formatFilter, type Overview } from '#contract'
import { joinedBy } from '#core/kernel'
import type { Currency } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { type CoverageSql, coverageOf, coverageSql } from './coverage.ts'
import { readDeadSafeguards } from './dead-safeguards.ts'
import { countFeeds } from './feeds.ts'
import type { TodayCounts } from './finding-index/index.ts'
import type { FindingLists } from './finding-lists.ts'
import { listFixActions } from './fix-actions.ts'
import { keptAnswers } from './kept-answers.ts'
import { readWatched } from './watched.ts'

const FIRST = 8

interface Asked {
  workspaceId: string
  currency: Currency
}

/** What Today says, for a server: what is asked of the database is the same for all of a workspace, and is asked once for those who look at once. */
export function overviewReader({ database, lists }: { database: Database; lists: FindingLists }) {
  // Goes through the coverage of every asset.
  const countsOf = keptAnswers(
    lists,
    ({ workspaceId }: Asked) => workspaceId,
    ({ workspaceId, currency }) => readCounts(database, workspaceId, currency),
  )
  const deadOf = joinedBy(
    ({ workspaceId }: Asked) => workspaceId,
    ({ workspaceId }) => readDeadSafeguards(database, workspaceId),
  )
  const watchedOf = joinedBy(
    ({ workspaceId }: Asked) => workspaceId,
    ({ workspaceId }) => readWatched(database, workspaceId),
  )
  const feedsOf = joinedBy(
    () => '',
    ({ currency }: Asked) => countFeeds(database, currency),
  )
  return async (person: string, { workspaceId, currency }: Asked): Promise<Overview> => {
    const assigned = formatFilter({ terms: [{ key: 'assignee', values: [person], not: false }], text: '' })
    // Together: one after the other, each would wait for a turn of its own.
    const counted = lists.today(workspaceId, currency.now)
    const asked = counted.then(({ unknownExposure }) =>
      unknownExposure ? questionOf(database, workspaceId, unknownExposure) : null,
    )
    const [today, question, first, mine, inside, feeds, deadSafeguards, watched] = await Promise.all([
      counted,
      asked,
      listFixActions(lists, workspaceId, { filter: '', sort: 'decision', limit: FIRST }),
      lists.seqsUnder(workspaceId, assigned),
      countsOf({ workspaceId, currency }),
      feedsOf({ workspaceId, currency }),
      deadOf({ workspaceId, currency }),
      watchedOf({ workspaceId, currency }),
    ])
    const { open, overdue, dueToday, dueWeek, opened, resolved, assumed, assumedNow } = today
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
      deadSafeguards,
      watched,
      first: first.rows,
      question,
      feeds,
    }
  }
}

async function readCounts(
  database: Database,
  workspaceId: string,
  currency: Currency,
): Promise<Pick<Overview, 'assets' | 'components' | 'coverage'>> {
  const [row] = await database.readInWorkspace(
    workspaceId,
    sql<CoverageSql & { held: number }>`
      select ${coverageSql(currency)}, (select count(*)::int from asset) as held`,
  )
  const coverage = coverageOf(row!)
  return { coverage, components: coverage.components, assets: row!.held }
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
