import { sql } from 'kysely'
import type { Database } from './types.ts'

/** The workspace that the first migration makes. */
export const DEFAULT_WORKSPACE = '00000000-0000-4000-8000-000000000001'

/** Ids of all workspaces, oldest first. */
export async function listWorkspaces(database: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from workspace order by created_at, id`.execute(
    database.instance,
  )
  return rows.map((row) => row.id)
}
