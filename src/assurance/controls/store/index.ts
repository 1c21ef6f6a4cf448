import { sql, type Transaction } from 'kysely'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { Control } from '../control.ts'

type Work = Transaction<NoTables>

/** Every control, by name, or those of some ids. */
export async function readControls(work: Work, ids?: readonly string[]): Promise<Control[]> {
  const { rows } = await sql<Control>`
    select id, name, owner, claim, measure, system_slug as system, version, framework_refs as references,
      review_days as "reviewDays", half_life_days as "halfLifeDays", probe_interval_seconds as "probeIntervalSeconds",
      rests_on as "restsOn", vendor_safeguard as "vendorSafeguard", most_failures as "mostFailures",
      coalesce((select json_agg(json_strip_nulls(row_to_json(f)) order by f.kind, f.day nulls first, f.corrected nulls first) from (
        select kind, day, case when exists (select 1 from assurance_case o
            where o.workspace_id = f.workspace_id and o.id = f.change_id) then true end as corrected,
          sum(demands)::int as demands, sum(weighted) as weighted from cleared_failure f
        where f.workspace_id = control.workspace_id and f.control_id = control.id group by 1, 2, 3) f), '[]') as cleared
    from control where ${ids ? sql`id = any (${ids})` : sql`true`} order by name, id`.execute(work)
  return rows
}

/** Writes controls as a register has them. Returns the ids that were new or changed. */
export async function recordControls(
  work: Work,
  workspaceId: string,
  controls: readonly Omit<Control, 'cleared'>[],
  now: string,
): Promise<string[]> {
  const known = new Map((await readControls(work)).map((control) => [control.id, JSON.stringify(plain(control))]))
  const changed = controls.map(plain).filter((control) => known.get(control.id) !== JSON.stringify(control))
  await sql`insert into control (workspace_id, id, name, owner, claim, measure, system_slug, version, framework_refs, review_days,
      half_life_days, probe_interval_seconds, rests_on, vendor_safeguard, most_failures, changed_at, registered_at)
    select ${workspaceId}, id, name, owner, claim, measure, system, version,
      array(select json_array_elements_text("references")), "reviewDays", "halfLifeDays", "probeIntervalSeconds",
      array(select json_array_elements_text("restsOn")), "vendorSafeguard", "mostFailures", ${now}::timestamptz, ${now}::timestamptz
    from json_to_recordset(${jsonForPostgres(changed)}::json) as r(id text, name text, owner text, claim text, measure text, system text,
      version text, "references" json, "reviewDays" int, "halfLifeDays" int, "probeIntervalSeconds" int,
      "restsOn" json, "vendorSafeguard" text, "mostFailures" float8)
    on conflict (workspace_id, id) do update set name = excluded.name, owner = excluded.owner, claim = excluded.claim,
      measure = excluded.measure, system_slug = excluded.system_slug, version = excluded.version,
      framework_refs = excluded.framework_refs, review_days = excluded.review_days, half_life_days = excluded.half_life_days,
      probe_interval_seconds = excluded.probe_interval_seconds, rests_on = excluded.rests_on,
      vendor_safeguard = excluded.vendor_safeguard, most_failures = excluded.most_failures, changed_at = excluded.changed_at`.execute(
    work,
  )
  return changed.map(({ id }) => id)
}

/** One writer at a time of a control. */
export async function lockControl(work: Work, workspaceId: string, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`control:${workspaceId}:${id}`}, 0))`.execute(work)
}

/** What a register says of it, always in the same order. */
function plain(control: Omit<Control, 'cleared'>): Omit<Control, 'cleared'> {
  const { id, name, owner, claim, measure, system, version, references } = control
  const { reviewDays, halfLifeDays, probeIntervalSeconds, restsOn, vendorSafeguard, mostFailures } = control
  const clean = (text: string | null) => (text === null ? null : cleanText(text))
  return {
    ...{ id, name: cleanText(name), owner: clean(owner), claim: cleanText(claim), measure: clean(measure), system },
    ...{
      version: clean(version),
      references: references.map(cleanText),
      reviewDays,
      halfLifeDays,
      probeIntervalSeconds,
    },
    ...{ restsOn: restsOn.map(cleanText), vendorSafeguard, mostFailures },
  }
}

export { clearFailures, clearSuperseded, restoreFailures } from './cleared.ts'
export { type NotedDoubt, noteDoubts, notedDoubts } from './doubts.ts'
