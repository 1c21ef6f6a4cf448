import { sql, type Transaction } from 'kysely'
import { canonicalJson } from '#core/kernel'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { Barrier, Scenario } from '../scenario.ts'

export { keepMeasure, readMeasures } from './measures.ts'
export { keepTerms, lastTerms, readTerms } from './terms.ts'

type Work = Transaction<NoTables>

/** A scenario as it is kept; its revision counts how often it was written. */
export interface KeptScenario extends Scenario {
  revision: number
}

interface Row extends Omit<KeptScenario, 'barriers'> {
  barriers: Barrier[] | null
}

/** Every scenario with its barriers, by title, or those of some ids. */
export async function readScenarios(work: Work, ids?: readonly string[]): Promise<KeptScenario[]> {
  const { rows } = await sql<Row>`
    select s.id, s.title, s.owner, s.harm, s.appetite, s.treatment, to_char(s.treatment_until, 'YYYY-MM-DD') as "treatmentUntil",
      s.initiators, s.attempts, s.enabling, s.consequence, s.techniques, s.review_days as "reviewDays",
      s.began_as as "beganAs", s.kept_in as "keptIn", s.revision,
      (select json_agg(json_build_object('control', b.control_id, 'layer', b.layer, 'causes', b.causes) order by b.position)
        from barrier b where b.workspace_id = s.workspace_id and b.scenario_id = s.id) as barriers
    from scenario s where ${ids ? sql`s.id = any (${ids})` : sql`true`} order by s.title, s.id`.execute(work)
  return rows.map(({ barriers, ...row }) => ({ ...row, barriers: barriers ?? [] }))
}

/** The scenarios that a control stands in, by title. */
export async function scenariosOf(work: Work, controlId: string): Promise<{ id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select distinct s.id, s.title from barrier b join scenario s on s.workspace_id = b.workspace_id and s.id = b.scenario_id
    where b.control_id = ${controlId} order by s.title, s.id`.execute(work)
  return rows
}

/** The tags of shared causes of every control's barriers. */
export async function causesOfControls(work: Work): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ control: string; causes: string[] }>`
    select control_id as control, array_agg(distinct cause order by cause) as causes
    from barrier cross join unnest(causes) as cause group by 1`.execute(work)
  return new Map(rows.map(({ control, causes }) => [control, causes]))
}

/** Writes scenarios as a register has them; their controls must be there. Returns the ids that were new or changed. */
export async function recordScenarios(
  work: Work,
  workspaceId: string,
  scenarios: readonly Scenario[],
  now: string,
): Promise<string[]> {
  const known = new Map((await readScenarios(work)).map((kept) => [kept.id, saidOf(kept)]))
  const changed = scenarios.filter((scenario) => known.get(scenario.id) !== saidOf(cleaned(scenario)))
  for (const scenario of changed) await writeScenario(work, workspaceId, cleaned(scenario), now)
  return changed.map(({ id }) => id)
}

/** What is said of a scenario, whatever it began as and however often it was written. */
function saidOf(scenario: Scenario & { revision?: number }): string {
  const { beganAs: _, revision: __, ...said } = scenario
  return canonicalJson(said)
}

function cleaned(scenario: Scenario): Scenario {
  return JSON.parse(JSON.stringify(scenario), (_key, value: unknown) =>
    typeof value === 'string' ? cleanText(value) : value,
  ) as Scenario
}

async function writeScenario(work: Work, workspaceId: string, scenario: Scenario, now: string): Promise<void> {
  const { id, title, owner, harm, appetite, treatment, treatmentUntil, attempts, enabling, consequence } = scenario
  await sql`insert into scenario (workspace_id, id, title, owner, harm, appetite, treatment, treatment_until, initiators, attempts,
      enabling, consequence, techniques, review_days, began_as, kept_in, changed_at, registered_at)
    values (${workspaceId}, ${id}, ${title}, ${owner}, ${harm}, ${appetite}, ${treatment}, ${treatmentUntil}, ${scenario.initiators},
      ${jsonForPostgres(attempts)}, ${jsonForPostgres(enabling)}, ${jsonForPostgres(consequence)}, ${scenario.techniques},
      ${scenario.reviewDays}, ${scenario.beganAs}, ${scenario.keptIn}, ${now}, ${now})
    on conflict (workspace_id, id) do update set title = excluded.title, owner = excluded.owner, harm = excluded.harm,
      appetite = excluded.appetite, treatment = excluded.treatment, treatment_until = excluded.treatment_until,
      initiators = excluded.initiators, attempts = excluded.attempts, enabling = excluded.enabling,
      consequence = excluded.consequence, techniques = excluded.techniques, review_days = excluded.review_days,
      began_as = coalesce(excluded.began_as, scenario.began_as), kept_in = excluded.kept_in,
      revision = scenario.revision + 1, changed_at = excluded.changed_at`.execute(work)
  await sql`delete from barrier where scenario_id = ${id}`.execute(work)
  const rows = scenario.barriers.map((barrier, position) => ({ ...barrier, position }))
  await sql`insert into barrier (workspace_id, scenario_id, position, control_id, layer, causes)
    select ${workspaceId}, ${id}, position, control, layer, array(select json_array_elements_text(causes))
    from json_to_recordset(${jsonForPostgres(rows)}::json) as r(position smallint, control text, layer text, causes json)`.execute(
    work,
  )
}

/** Takes a scenario and its barriers away. */
export async function removeScenario(work: Work, id: string): Promise<void> {
  await sql`delete from scenario where id = ${id}`.execute(work)
}

/** One writer at a time of a scenario, also of one that is not there yet. */
export async function lockScenario(work: Work, workspaceId: string, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`scenario:${workspaceId}:${id}`}, 0))`.execute(work)
}
