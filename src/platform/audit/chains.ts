import { type Kysely, sql, type Transaction } from 'kysely'
import { type Database, listWorkspaces, type NoTables } from '#platform/database'

/** The chain of what belongs to no workspace; every other chain has the id of its workspace. */
const INSTANCE = 'instance'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Reads of one chain: row-level security shows each workspace its own, and the instance's outside of all of them. */
export function readChain<T>(
  database: Database,
  chain: string,
  read: (work: Kysely<NoTables>) => Promise<T>,
): Promise<T> {
  return uuid.test(chain) ? database.inWorkspace(chain, read) : read(database.instance)
}

/** Writes to one chain within a transaction that may be about other rows; it sees those again afterwards. */
export async function withinChain<T>(work: Transaction<NoTables>, chain: string, write: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ before: string }>`
    select coalesce(current_setting('lunette.workspace_id', true), '') as before`.execute(work)
  await see(work, uuid.test(chain) ? chain : '')
  const value = await write()
  await see(work, rows[0]?.before ?? '')
  return value
}

function see(work: Transaction<NoTables>, workspaceId: string): Promise<unknown> {
  return sql`select set_config('lunette.workspace_id', ${workspaceId}, true)`.execute(work)
}

/** Every chain there is: the instance's, and those of workspaces, where there are entries. */
export async function listChains(database: Database): Promise<string[]> {
  const found: string[] = []
  for (const chain of [INSTANCE, ...(await listWorkspaces(database))])
    if (await auditHead(database, chain)) found.push(chain)
  return found.sort()
}

/**
 * A chain's length and last digest. Kept elsewhere, it shows later whether entries at the end were cut off, which the
 * chain alone cannot tell.
 */
export async function auditHead(
  database: Database,
  chain: string,
): Promise<{ position: number; digest: string } | undefined> {
  const { rows } = await readChain(database, chain, (work) =>
    sql<{ position: number; digest: string }>`select position, digest from audit_entry
      where chain = ${chain} order by position desc limit 1`.execute(work),
  )
  return rows[0]
}

/** The digest at one position, to compare with a head that was kept. */
export async function digestAt(database: Database, chain: string, position: number): Promise<string | undefined> {
  const { rows } = await readChain(database, chain, (work) =>
    sql<{ digest: string }>`select digest from audit_entry
      where chain = ${chain} and position = ${position}`.execute(work),
  )
  return rows[0]?.digest
}
