import { sql } from 'kysely'
import { type Database, jsonForPostgres } from '#platform/database'
import type { ImportId } from '../identity.ts'

/** What came of an import. */
export interface ImportEffects {
  /** Components that are there since, and those that are no more; absent where that was not counted. */
  came?: number | undefined
  went?: number | undefined
  /** Findings. */
  opened: number
  reopened: number
  resolved: number
}

/** Keeps what came of an import, once: what becomes of the asset later is not its doing. */
export async function noteImportEffects(
  database: Database,
  workspaceId: string,
  importId: ImportId,
  effects: ImportEffects,
): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`update import set effects = ${jsonForPostgres(effects)}::jsonb where id = ${importId} and effects is null`.execute(
      work,
    ),
  )
}
