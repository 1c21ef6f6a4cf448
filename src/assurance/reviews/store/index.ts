import { sql, type Transaction } from 'kysely'
import { canonicalJson } from '#core/kernel'
import { jsonForPostgres, type NoTables } from '#platform/database'
import type { Assumption } from '../assumption.ts'

type Work = Transaction<NoTables>

/** Every assumption, by title. */
export async function readAssumptions(work: Work): Promise<Assumption[]> {
  const { rows } =
    await sql<Assumption>`select id, title, value, unit, source, to_char(stated_on, 'YYYY-MM-DD') as "statedOn",
    to_char(expires_on, 'YYYY-MM-DD') as "expiresOn" from assumption order by title, id`.execute(work)
  return rows
}

/** Writes assumptions as a register has them. Returns the ids that were new or changed. */
export async function recordAssumptions(
  work: Work,
  workspaceId: string,
  assumptions: readonly Assumption[],
  now: string,
): Promise<string[]> {
  const known = new Map((await readAssumptions(work)).map((one) => [one.id, canonicalJson(one)]))
  const changed = assumptions.filter((one) => known.get(one.id) !== canonicalJson(one))
  await sql`insert into assumption (workspace_id, id, title, value, unit, source, stated_on, expires_on, changed_at)
    select ${workspaceId}, id, title, value, unit, source, "statedOn", "expiresOn", ${now}::timestamptz
    from json_to_recordset(${jsonForPostgres(changed)}::json) as r(id text, title text, value float8, unit text, source text,
      "statedOn" date, "expiresOn" date)
    on conflict (workspace_id, id) do update set title = excluded.title, value = excluded.value, unit = excluded.unit,
      source = excluded.source, stated_on = excluded.stated_on, expires_on = excluded.expires_on,
      changed_at = excluded.changed_at`.execute(work)
  return changed.map(({ id }) => id)
}
