import { sql } from 'kysely'
import { EPSS_BANDS, EPSS_STEP } from '#exposure/prioritisation'
import type { Database } from '#platform/database'

/** What a vulnerability's EPSS comes to today. */
export interface DayScore {
  vulnerabilityId: string
  /** Probability of the newest score; `null`: it has none. */
  epss: number | null
  /** Against about 30 days before, where that is known. */
  change: number | null
  /** Its place in the order. */
  band: number
}

const PAGE = 4_000

/** The vulnerabilities that a workspace has findings of, in pages. */
export async function* vulnerabilitiesFound(database: Database, workspaceId: string): AsyncGenerator<string[]> {
  let last = ''
  for (;;) {
    const { rows } = await database.inWorkspace(workspaceId, (work) =>
      sql<{ id: string }>`select distinct vulnerability_id as id from finding
        where vulnerability_id > ${last} order by 1 limit ${PAGE}`.execute(work),
    )
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < PAGE) return
    last = rows.at(-1)!.id
  }
}

/** What new scores came to: how many findings moved, and the vulnerabilities whose findings must be decided anew. */
export interface Rescored {
  moved: number
  undecided: string[]
}

/**
 * Brings unresolved findings up to a day's scores. Nothing is decided: a score moves a finding in the list only. Where one
 * is the first, or was a report's until then, or there is none any more, the decision may rest on it: those are left as they
 * are and named. What another transaction holds is left to it: it is at the asset's assessment, after which the asset is
 * looked at again.
 */
export async function rescoreFindings(
  database: Database,
  workspaceId: string,
  scores: readonly DayScore[],
): Promise<Rescored> {
  const band = sql`(f.rank / ${sql.lit(EPSS_STEP)}) % ${sql.lit(EPSS_BANDS)}`
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<Rescored>`
      with given as (
        select * from unnest(${scores.map(({ vulnerabilityId }) => vulnerabilityId)}::text[],
          ${scores.map(({ epss }) => epss)}::real[], ${scores.map(({ change }) => change)}::double precision[],
          ${scores.map((score) => score.band)}::int[]) as given (vulnerability_id, epss, change, band)
      ), differing as materialized (
        -- Looked up by its key, vulnerability by vulnerability, whatever the planner believes of the table.
        select f.*, g.epss, g.change
        from given g cross join lateral (
          select f.id, f.vulnerability_id, f.rank + (g.band - ${band}) * ${sql.lit(EPSS_STEP)} as rank,
            (f.epss is null) <> (g.epss is null) or f.priority -> 'epss' -> 'by' is not null as is_undecided
          from finding f
          where f.vulnerability_id = g.vulnerability_id and f.state <> 'resolved'
            and (f.epss, f.epss_change, ${band}) is distinct from (g.epss, g.change, g.band::bigint)
          offset 0 for update of f skip locked
        ) f
      ), moved as (
        update finding f set epss = d.epss, epss_change = d.change, rank = d.rank
        from differing d where f.id = d.id and not d.is_undecided returning f.id
      )
      select (select count(*) from moved)::int as moved,
        array(select distinct vulnerability_id from differing where is_undecided) as undecided`.execute(work),
  )
  return rows[0]!
}
