import { sql } from 'kysely'
import type { Database } from '#platform/database'
import { type DayScore, writeScores } from './scores.ts'

/** A vulnerability that a workspace has findings of. */
export interface FoundVulnerability {
  id: string
  /** Some of its findings were decided without a score of our sources. */
  waits: boolean
  /** It has a score. */
  scored: boolean
}

const PAGE = 4_000

/** The vulnerabilities that a workspace has findings of, in pages: those that have a score, and those that wait for one. */
export async function* vulnerabilitiesFound(
  database: Database,
  workspaceId: string,
): AsyncGenerator<FoundVulnerability[]> {
  let last = ''
  for (;;) {
    const { rows } = await database.inWorkspace(workspaceId, (work) =>
      sql<FoundVulnerability>`select id, bool_or(waits) as waits, bool_or(scored) as scored from (
          (select vulnerability_id as id, false as waits, epss is not null as scored from finding_score
            where vulnerability_id > ${last} order by 1 limit ${PAGE})
          union all
          (select distinct vulnerability_id, true, false from finding
            where state <> 'resolved' and (epss is null or epss_reported) and vulnerability_id > ${last}
            order by 1 limit ${PAGE})
        ) found group by id order by id limit ${PAGE}`.execute(work),
    )
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) return
    last = rows.at(-1)!.id
  }
}

/** Brings vulnerabilities to a day's scores: their findings move in the list. @returns how many moved. */
export async function rescoreFindings(
  database: Database,
  workspaceId: string,
  scores: readonly DayScore[],
): Promise<number> {
  if (scores.length === 0) return 0
  return database.inWorkspace(workspaceId, (work) => writeScores(work, workspaceId, scores, { older: true }))
}

/** Takes the scores of vulnerabilities that are scored no more, once their findings were decided without. */
export async function forgetScores(
  database: Database,
  workspaceId: string,
  vulnerabilityIds: readonly string[],
): Promise<void> {
  if (vulnerabilityIds.length === 0) return
  await database.inWorkspace(workspaceId, (work) =>
    sql`update finding_score set epss = null, change = null, changed = pg_current_xact_id()
      where vulnerability_id = any (${vulnerabilityIds}::text[]) and epss is not null`.execute(work),
  )
}
