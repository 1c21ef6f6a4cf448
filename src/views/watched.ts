import { sql } from 'kysely'
import type { Overview } from '#contract'
import type { Database } from '#platform/database'

/** How many controls and AI systems there are, and those that none guards, and the open cases; of confidential ones, too, that they are there. */
export async function readWatched(database: Database, workspaceId: string): Promise<Overview['watched']> {
  const [counts] = await database.readInWorkspace(
    workspaceId,
    sql<Overview['watched']>`
      select (select count(*) from control)::int as controls, (select count(*) from ai_system where retired_at is null)::int as systems,
        (select count(*) from ai_system s where retired_at is null
          and not exists (select from control c where c.workspace_id = s.workspace_id and c.system_slug = s.slug))::int as unguarded,
        count(*)::int as "openCases", (count(*) filter (where lead is null))::int as "unledCases"
      from assurance_case where state = 'open'`,
  )
  return counts!
}
