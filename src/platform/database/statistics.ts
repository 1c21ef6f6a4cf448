import pg from 'pg'
import { asOwner } from './open.ts'
import type { Database } from './types.ts'

/**
 * Lets the server look at tables of which much has changed, without waiting for its own housekeeping, which comes by once a
 * minute: until then a query over a surface that was empty before takes ten times as long.
 */
export async function refreshStatistics(database: Database, tables: readonly string[]): Promise<void> {
  const looked = asOwner(database, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_stat_user_tables
        where relname = any($1::text[]) and n_mod_since_analyze > ${FEW} + 0.1 * n_live_tup`,
      [tables],
    )
    for (const { name } of rows) await client.query(`analyze ${pg.escapeIdentifier(name)}`)
  })
  // The server does it by itself, only later: no work fails by it.
  await looked.catch(() => {})
}

/** Of so few rows any plan will do. */
const FEW = 1_000
