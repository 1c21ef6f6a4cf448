import type { PoolClient } from 'pg'
import type { KnowledgeKey, RecordId } from '#core/vocabulary'
import type { Database } from '#platform/database'
import type { KnowledgeTables } from './tables.ts'

/** Beyond this many changed records in one generation, listing them costs more than looking at everything again. */
export const BULK_CHANGES = 20_000

/**
 * `everything`: too much changed, or the generation is unknown. EPSS days change scores nearly everywhere and are told apart:
 * `scores` after newer days only, `history` where an older day came or one was replaced.
 */
export type Changes =
  | { kind: 'everything' }
  | { kind: 'some'; keys: Set<KnowledgeKey>; vulnerabilityIds: Set<RecordId>; epss: 'same' | 'scores' | 'history' }

/** Records changed ids in the generation that is being prepared; before the first there is nobody to tell. `select` gives one text column. */
export async function recordChanges(
  client: PoolClient,
  kind: 'k' | 'v',
  select: string,
  values: unknown[] = [],
): Promise<void> {
  await client.query(
    `insert into knowledge_change (kind, id, generation)
     select distinct '${kind}'::"char", changed.id, state.generation + 1
     from (${select}) as changed (id), knowledge_state state
     where state.generation > 0
     on conflict (kind, id) do update set generation = excluded.generation
     where knowledge_change.generation <> excluded.generation`,
    values,
  )
}

/** Notes that more changed than is listed. */
export async function recordBulkChange(client: PoolClient): Promise<void> {
  await client.query(
    'update knowledge_state set bulk_generation = generation + 1 where bulk_generation <> generation + 1',
  )
}

/** The lookup keys and vulnerabilities whose knowledge changed after `generation` (as a reader's `generation` says it). */
export async function changesSince(database: Database, generation: string): Promise<Changes> {
  const tables = database.instance.withTables<KnowledgeTables>()
  const state = await tables.selectFrom('knowledge_state').selectAll().executeTakeFirstOrThrow()
  const number = generationNumber(state.instance, generation)
  if (number === undefined || number < Number(state.bulk_generation) || number > Number(state.generation)) {
    return { kind: 'everything' }
  }
  const rows = await tables
    .selectFrom('knowledge_change')
    .select(['kind', 'id'])
    .where('generation', '>', number)
    .execute()
  const ids = rows.filter((row) => row.kind === 'v').map((row) => row.id)
  const merged = await mergedIds(database, ids)
  return {
    kind: 'some',
    keys: new Set(rows.filter((row) => row.kind === 'k').map((row) => row.id)),
    vulnerabilityIds: new Set([...ids, ...merged]),
    epss: epssSince(number, state),
  }
}

function epssSince(
  number: number,
  state: Record<'epss_generation' | 'epss_history_generation', string | number>,
): 'same' | 'scores' | 'history' {
  if (number < Number(state.epss_history_generation)) return 'history'
  return number < Number(state.epss_generation) ? 'scores' : 'same'
}

async function mergedIds(database: Database, recordIds: readonly RecordId[]): Promise<RecordId[]> {
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select unnest(vulnerability_ids) as id from merge where record_id = any($1::text[])',
      [recordIds],
    )
    return rows.map((row) => row.id)
  })
}

/** A generation's name: the installation's own id, so that two databases never agree by chance, and a count. */
export function generationName(instance: string, generation: number | string): string {
  return `${instance}.${generation}`
}

/** The count in a generation's name; `undefined` when it is another installation's. */
export function generationNumber(instance: string, name: string): number | undefined {
  const number = name.startsWith(`${instance}.`) ? Number(name.slice(instance.length + 1)) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}
