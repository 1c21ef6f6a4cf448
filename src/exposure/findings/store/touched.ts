import { sql, type Transaction } from 'kysely'
import type { Database, NoTables } from '#platform/database'
import type { FindingStand } from '../preview.ts'

const standColumns = sql`id, vulnerability_id as "vulnerabilityId", title, component_key as "componentKey",
  component_name as "componentName", component_version as "componentVersion",
  coalesce(other_versions, '{}') as "otherVersions", location, urgency, verdict, why, state, resolution,
  moved_to as "movedTo"`

/** The findings of an asset that this transaction has written, as they stand in it now: most urgent first. */
export async function touchedFindings(work: Transaction<NoTables>, assetId: string): Promise<FindingStand[]> {
  const { rows } = await sql<FindingStand>`select ${standColumns} from finding
    where asset_id = ${assetId} and changed = pg_current_xact_id() order by rank desc, id`.execute(work)
  return rows
}

/** How many findings of these assets are open in this transaction. */
export async function openFindings(work: Transaction<NoTables>, assetIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from finding
    where asset_id = any (${assetIds}::text[]) and state = 'open'`.execute(work)
  return rows[0]?.open ?? 0
}

/** How findings stand for everybody, by id; one that is not recorded is missing. */
export async function standingFindings(
  database: Database,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, FindingStand>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<FindingStand>`select ${standColumns} from finding where id = any (${ids}::text[])`.execute(work),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Why components of an asset cannot be called clean: how many for each reason. */
export interface UnjudgedBy {
  noKnowledge: number
  stale: number
  noVersion: number
  noIdentity: number
}

/**
 * Why they could not be called clean when these assets were assessed last.
 *
 * @param maxAgeDays what counts as out of date whatever its source; left out, each source's own age does
 */
export async function unjudgedReasons(
  work: Transaction<NoTables>,
  assetIds: readonly string[],
  maxAgeDays?: number,
): Promise<UnjudgedBy> {
  const { rows } = await sql<UnjudgedBy>`
    select coalesce(sum(no_knowledge), 0)::int as "noKnowledge", coalesce(sum(no_version), 0)::int as "noVersion",
      coalesce(sum(no_identity), 0)::int as "noIdentity", coalesce(sum(covered) filter (where
        not coalesce(as_of >= matched_at - make_interval(days => coalesce(${maxAgeDays ?? null}::int, max_age_days)), false)
      ), 0)::int as stale
    from coverage where asset_id = any (${assetIds}::text[])`.execute(work)
  return rows[0]!
}

/** Why a ruling no longer holds, as the event of its return says. */
export interface ReturnReason {
  because: string
  reason: string
  was: Record<string, string>
  now: Record<string, string>
}

/** Why each of these findings was put back on the list last, by id. */
export async function returnReasons(
  work: Transaction<NoTables>,
  ids: readonly string[],
): Promise<Map<string, ReturnReason>> {
  const { rows } = await sql<{ id: string; detail: ReturnReason }>`
    select distinct on (finding_id) finding_id as id, detail from finding_event
    where finding_id = any (${ids}::text[]) and kind = 'returned' order by finding_id, id desc`.execute(work)
  return new Map(rows.map(({ id, detail }) => [id, detail]))
}
