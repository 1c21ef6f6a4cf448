import { sql } from 'kysely'
import type { Database } from '#platform/database'

/** Every chain there is: `instance`, and one for each workspace with entries. */
export async function listChains(database: Database): Promise<string[]> {
  const { rows } = await sql<{ chain: string }>`select distinct chain from audit_entry order by chain`.execute(
    database.instance,
  )
  return rows.map(({ chain }) => chain)
}

/**
 * A chain's length and last digest. Kept elsewhere, it shows later whether entries at the end were cut off, which the
 * chain alone cannot tell.
 */
export async function auditHead(
  database: Database,
  chain: string,
): Promise<{ position: number; digest: string } | undefined> {
  const { rows } = await sql<{ position: number; digest: string }>`select position, digest from audit_entry
    where chain = ${chain} order by position desc limit 1`.execute(database.instance)
  return rows[0]
}

/** The digest at one position, to compare with a head that was kept. */
export async function digestAt(database: Database, chain: string, position: number): Promise<string | undefined> {
  const { rows } = await sql<{ digest: string }>`select digest from audit_entry
    where chain = ${chain} and position = ${position}`.execute(database.instance)
  return rows[0]?.digest
}
