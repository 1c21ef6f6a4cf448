import { sql, type Transaction } from 'kysely'
import type { Database } from '#platform/database'

/** Lock of the one run of a workspace. It is held by a connection of the run's, and goes with it. */
const RUN_LOCK = 0x6c756e32

/**
 * Does the work of a run while no other looks in the workspace: two at once would each take for gone what the other has
 * yet to see. `undefined`: another is at it, in whatever process.
 */
export async function inTurn<T>(
  database: Database,
  workspaceId: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  return database.withClient(async (client) => {
    const key = [RUN_LOCK, workspaceId]
    const { rows } = await client.query<{ ours: boolean }>(
      'select pg_try_advisory_lock($1::int, hashtext($2)) as ours',
      key,
    )
    if (!rows[0]?.ours) return undefined
    try {
      return await work()
    } finally {
      await client.query('select pg_advisory_unlock($1::int, hashtext($2))', key).catch(() => undefined)
    }
  })
}

/** Whether some process has the turn now; what is said to go on while none has it, nobody does. */
export async function isTurnHeld<Tables>(work: Transaction<Tables>, workspaceId: string): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where locktype = 'advisory' and granted and objsubid = 2
    and database = (select oid from pg_database where datname = current_database())
    and classid::int8 = ${RUN_LOCK} and objid = hashtext(${workspaceId})::oid`.execute(work)
  return rows.length > 0
}
