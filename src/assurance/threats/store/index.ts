import { sql, type Transaction } from 'kysely'
import { canonicalJson } from '#core/kernel'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { Barrier, Scenario } from '../scenario.ts'

type Work = Transaction<NoTables>

interface Row extends Omit<Scenario, 'barriers'> {
  barriers: Barrier[] | null
}

/** Every scenario with its barriers, by title, or those of some ids. */
export async function readScenarios(work: Work, ids?: readonly string[]): Promise<Scenario[]> {
  const { rows } = await sql<Row>`
    select s.id, s.title, s.owner, s.harm, s.appetite, s.treatment, to_char(s.treatment_until, 'YYYY-MM-DD') as "treatmentUntil",
      s.attempts, s.enabling, s.consequence, s.review_days as "reviewDays",
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

/** Writes scenarios as a register has them; their controls must be there. Returns the ids that were new or changed. */
export async function recordScenarios(
  work: Work,
  workspaceId: string,
  scenarios: readonly Scenario[],
  now: string,
): Promise<string[]> {
  const known = new Map((await readScenarios(work)).map((scenario) => [scenario.id, canonicalJson(scenario)]))
  const changed = scenarios.filter((scenario) => known.get(scenario.id) !== canonicalJson(cleaned(scenario)))
  for (const scenario of changed) await writeScenario(work, workspaceId, cleaned(scenario), now)
  return changed.map(({ id }) => id)
}

function cleaned(scenario: Scenario): Scenario {
  return JSON.parse(JSON.stringify(scenario), (_key, value: unknown) =>
    typeof value === 'string' ? cleanText(value) : value,
  ) as Scenario
}

async function writeScenario(work: Work, workspaceId: string, scenario: Scenario, now: string): Promise<void> {
  const { id, title, owner, harm, appetite, treatment, treatmentUntil, attempts, enabling, consequence } = scenario
  await sql`insert into scenario (workspace_id, id, title, owner, harm, appetite, treatment, treatment_until, attempts, enabling,
      consequence, review_days, changed_at, registered_at)
    values (${workspaceId}, ${id}, ${title}, ${owner}, ${harm}, ${appetite}, ${treatment}, ${treatmentUntil},
      ${jsonForPostgres(attempts)}, ${jsonForPostgres(enabling)}, ${jsonForPostgres(consequence)}, ${scenario.reviewDays}, ${now}, ${now})
    on conflict (workspace_id, id) do update set title = excluded.title, owner = excluded.owner, harm = excluded.harm,
      appetite = excluded.appetite, treatment = excluded.treatment, treatment_until = excluded.treatment_until,
      attempts = excluded.attempts, enabling = excluded.enabling, consequence = excluded.consequence,
      review_days = excluded.review_days, changed_at = excluded.changed_at`.execute(work)
  await sql`delete from barrier where scenario_id = ${id}`.execute(work)
  const rows = scenario.barriers.map((barrier, position) => ({ ...barrier, position }))
  await sql`insert into barrier (workspace_id, scenario_id, position, control_id, layer, causes)
    select ${workspaceId}, ${id}, position, control, layer, array(select json_array_elements_text(causes))
    from json_to_recordset(${jsonForPostgres(rows)}::json) as r(position smallint, control text, layer text, causes json)`.execute(
    work,
  )
}
