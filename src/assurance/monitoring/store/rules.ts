import { sql, type Transaction } from 'kysely'
import { jsonForPostgres, type NoTables } from '#platform/database'
import type { ControlTraces, SystemTraces } from '../rules.ts'

type Work = Transaction<NoTables>

export type RuleKind = 'system' | 'control' | 'gateway' | 'probe' | 'monitor'

/** A rule as a register states it; what it holds is its kind's. */
export interface Rule {
  kind: RuleKind
  id: string
  rule: object
}

/** Whom a register speaks of: of them it says all there is. */
export interface RuledIds {
  systems: readonly string[]
  controls: readonly string[]
}

/** Writes the rules of a register; those that it no longer has for whom it names go. Returns those that were new or changed. */
export async function recordRules(
  work: Work,
  workspaceId: string,
  rules: readonly Rule[],
  { systems, controls }: RuledIds,
  now: string,
): Promise<Rule[]> {
  const kept = (kind: RuleKind) => rules.flatMap((rule) => (rule.kind === kind ? [rule.id] : []))
  await sql`delete from monitoring_rule where kind = 'system' and id = any (${systems}) and id <> all (${kept('system')})
    or kind = 'control' and id = any (${controls}) and id <> all (${kept('control')})
    or kind = 'probe' and id = any (${controls}) and id <> all (${kept('probe')})
    or kind = 'monitor' and rule->>'system' = any (${systems}) and id <> all (${kept('monitor')})`.execute(work)
  const { rows } = await sql<Pick<Rule, 'kind' | 'id'>>`
    insert into monitoring_rule as m (workspace_id, kind, id, rule, changed_at)
    select ${workspaceId}, kind, id, rule, ${now}::timestamptz
    from json_to_recordset(${jsonForPostgres(rules)}::json) as r(kind text, id text, rule jsonb)
    on conflict (workspace_id, kind, id) do update set rule = excluded.rule, changed_at = excluded.changed_at
      where m.rule <> excluded.rule
    returning kind, id`.execute(work)
  const changed = new Set(rows.map(({ kind, id }) => `${kind} ${id}`))
  return rules.filter(({ kind, id }) => changed.has(`${kind} ${id}`))
}

/** Rules of a kind, by id. */
export async function readRules<Of>(work: Work, kind: RuleKind): Promise<(Of & { id: string })[]> {
  const { rows } = await sql<{ id: string; rule: Of }>`
    select id, rule from monitoring_rule where kind = ${kind} order by id`.execute(work)
  return rows.map(({ id, rule }) => ({ ...rule, id }))
}

type SystemRule = Omit<SystemTraces, 'system'>
type ControlRule = Omit<ControlTraces, 'control' | 'system'>

/** How every system and control is told in traces; those of which the register says nothing are told by their ids. */
export async function traceRules(work: Work): Promise<{ systems: SystemTraces[]; controls: ControlTraces[] }> {
  const systems = await sql<{ system: string; rule: SystemRule | null }>`
    select s.slug as system, r.rule from ai_system s
      left join monitoring_rule r on r.workspace_id = s.workspace_id and r.kind = 'system' and r.id = s.slug`.execute(
    work,
  )
  const controls = await sql<{ control: string; system: string | null; rule: ControlRule | null }>`
    select c.id as control, c.system_slug as system, r.rule from control c
      left join monitoring_rule r on r.workspace_id = c.workspace_id and r.kind = 'control' and r.id = c.id`.execute(
    work,
  )
  return {
    systems: systems.rows.map(({ system, rule }) => ({
      system,
      ...(rule ?? { services: [], attributes: {}, stratum: [] }),
    })),
    controls: controls.rows.map(({ control, system, rule }) => ({
      ...{ control, system, ...(rule ?? { spans: [], attributes: {}, operations: [] }) },
    })),
  }
}
