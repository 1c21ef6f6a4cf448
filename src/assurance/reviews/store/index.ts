import { sql, type Transaction } from 'kysely'
import { canonicalJson } from '#core/kernel'
import { jsonForPostgres, type NoTables } from '#platform/database'
import type { Assumption } from '../assumption.ts'

export {
  type HeldReview,
  lastReviews,
  type MetCase,
  metCases,
  newestEvidence,
  recordReview,
  registeredTimes,
} from './reviews.ts'

type Work = Transaction<NoTables>

/** Every assumption, by title. */
export async function readAssumptions(work: Work): Promise<Assumption[]> {
  const { rows } =
    await sql<Assumption>`select id, title, value, unit, source, to_char(stated_on, 'YYYY-MM-DD') as "statedOn",
    to_char(expires_on, 'YYYY-MM-DD') as "expiresOn" from assumption order by title, id`.execute(work)
  return rows
}

/** What an assumption was, and until when. */
export interface FormerAssumption extends Omit<Assumption, 'title'> {
  replacedAt: string
  replacedBy: string | null
}

/** What assumptions were before, newest first. */
export async function formerAssumptions(work: Work, limit: number): Promise<FormerAssumption[]> {
  const { rows } =
    await sql<FormerAssumption>`select id, value, unit, source, to_char(stated_on, 'YYYY-MM-DD') as "statedOn",
    to_char(expires_on, 'YYYY-MM-DD') as "expiresOn", replaced_by as "replacedBy",
    to_char(replaced_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "replacedAt"
    from assumption_before order by replaced_at desc, id limit ${limit}`.execute(work)
  return rows
}

/** Which of these were stated by a person, by id. */
async function statedByPeople(work: Work): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from assumption where changed_by is not null`.execute(work)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Writes assumptions as a register has them. What a person stated since stays: a register counts where it says a later day.
 * Returns the ids that were new or changed.
 */
export async function recordAssumptions(
  work: Work,
  workspaceId: string,
  assumptions: readonly Assumption[],
  now: string,
): Promise<string[]> {
  const known = new Map((await readAssumptions(work)).map((one) => [one.id, one]))
  const people = await statedByPeople(work)
  const changed = assumptions.filter((one) => {
    const before = known.get(one.id)
    if (before === undefined) return true
    if (people.has(one.id) && one.statedOn <= before.statedOn) return false
    return canonicalJson(before) !== canonicalJson(one)
  })
  await writeAssumptions(work, workspaceId, changed, { by: null, now })
  return changed.map(({ id }) => id)
}

/** States assumptions anew; what they were before is kept. */
export async function writeAssumptions(
  work: Work,
  workspaceId: string,
  changed: readonly Assumption[],
  { by, now }: { by: string | null; now: string },
): Promise<void> {
  await sql`insert into assumption_before (workspace_id, id, replaced_at, value, unit, source, stated_on, expires_on, replaced_by)
    select workspace_id, id, ${now}::timestamptz, value, unit, source, stated_on, expires_on, ${by} from assumption
    where id = any (${changed.map(({ id }) => id)}) on conflict do nothing`.execute(work)
  await sql`insert into assumption (workspace_id, id, title, value, unit, source, stated_on, expires_on, changed_at, changed_by)
    select ${workspaceId}, id, title, value, unit, source, "statedOn", "expiresOn", ${now}::timestamptz, ${by}
    from json_to_recordset(${jsonForPostgres(changed)}::json) as r(id text, title text, value float8, unit text, source text,
      "statedOn" date, "expiresOn" date)
    on conflict (workspace_id, id) do update set title = excluded.title, value = excluded.value, unit = excluded.unit,
      source = excluded.source, stated_on = excluded.stated_on, expires_on = excluded.expires_on,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(work)
}
