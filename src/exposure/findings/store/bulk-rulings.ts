import { sql, type Transaction } from 'kysely'
import { type Instant, ok, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { checkRuling, type Ruling } from '../disposition.ts'
import { applyDispositions } from './dispositions.ts'

type Work = Transaction<NoTables>

/** Who rules on many findings at once, and the change under which all of it can be taken back. */
export interface BulkRuling {
  changeId: string
  workspaceId: string
  by: string
  now: Instant
}

/**
 * Makes the same ruling about each of these open findings, by number, each resting on its own facts. Problem `bad-ruling`.
 * @returns how many it suppresses.
 */
export async function ruleOnThese(
  work: Work,
  { changeId, workspaceId, by, now }: BulkRuling,
  seqs: readonly number[],
  ruling: Omit<Ruling, 'scope'>,
): Promise<Result<number>> {
  const facts = checkRuling({ ...ruling, scope: 'finding' }, now)
  if (!facts.ok) return facts
  const { status, reason, justification = null, endsAt } = ruling
  await sql`insert into disposition (workspace_id, id, status, scope, vulnerability_id, finding_id, anchor, justification,
      reason, made_by, made_at, ends_at, change_id)
    select ${workspaceId}, gen_random_uuid(), ${status}, 'finding', coalesce(f.vulnerability_id, f.rule_id), f.id,
      (select jsonb_object_agg(fact.key, fact.value) from jsonb_each(f.anchor) fact where fact.key = any (${facts.value}::text[])),
      ${justification}, ${reason.trim()}, ${by}, ${now}, ${endsAt}, ${changeId}
    from finding f where f.seq = any (${seqs}::bigint[]) and f.state = 'open' and f.anchor ?& ${facts.value}::text[]`.execute(
    work,
  )
  const { suppressed } = await applyDispositions(work, workspaceId, now, sql`f.seq = any (${seqs}::bigint[])`)
  return ok(suppressed)
}

/** Takes back every ruling of one change that still stands. @returns how many findings are open again. */
export async function revokeTogether(work: Work, { changeId, workspaceId, by, now }: BulkRuling): Promise<number> {
  const { rows } = await sql<{ id: string }>`update disposition set revoked_by = ${by}, revoked_at = ${now}
    where change_id = ${changeId} and revoked_at is null returning id`.execute(work)
  const ids = rows.map((row) => row.id)
  const { returned } = await applyDispositions(work, workspaceId, now, sql`f.disposition_id = any (${ids}::uuid[])`)
  return returned
}
