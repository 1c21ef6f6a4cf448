import { sql, type Transaction } from 'kysely'
import { jsonForPostgres, type NoTables } from '#platform/database'
import type { DatedTerms, RiskTerms } from '../terms.ts'

type Work = Transaction<NoTables>

/** What a scenario's risk was reckoned with over time, oldest first. */
export async function readTerms(work: Work, scenarioId: string): Promise<DatedTerms[]> {
  const { rows } = await sql<DatedTerms>`
    select terms, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from risk_terms where scenario_id = ${scenarioId} order by risk_terms.at`.execute(work)
  return rows
}

/** What every scenario's risk was reckoned with last, by its id. */
export async function lastTerms(work: Work): Promise<Map<string, RiskTerms>> {
  const { rows } = await sql<{ id: string; terms: RiskTerms }>`
    select distinct on (scenario_id) scenario_id as id, terms from risk_terms order by scenario_id, at desc`.execute(
    work,
  )
  return new Map(rows.map(({ id, terms }) => [id, terms]))
}

/** Keeps terms that are others than before. The first ones of a scenario hold since it was registered. */
export async function keepTerms(
  work: Work,
  workspaceId: string,
  changed: readonly { id: string; terms: RiskTerms; isFirst: boolean }[],
  now: string,
): Promise<void> {
  if (changed.length === 0) return
  await sql`insert into risk_terms (workspace_id, scenario_id, at, terms)
    select ${workspaceId}, r.id, case when r."isFirst" then s.registered_at else ${now}::timestamptz end, r.terms
    from json_to_recordset(${jsonForPostgres(changed)}::json) as r(id text, terms json, "isFirst" boolean)
    join scenario s on s.id = r.id
    on conflict (workspace_id, scenario_id, at) do update set terms = excluded.terms`.execute(work)
}
