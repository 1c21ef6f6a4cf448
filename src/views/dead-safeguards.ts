import { sql } from 'kysely'
import type { Overview } from '#contract'
import type { Database } from '#platform/database'

const MOST = 5
const MOST_SCENARIOS = 3

/** Controls whose newest word on life says that they do not act, with what they stand against. */
export function readDeadSafeguards(database: Database, workspaceId: string): Promise<Overview['deadSafeguards']> {
  return database.readInWorkspace(
    workspaceId,
    sql<Overview['deadSafeguards'][number]>`
      select c.id, c.name, coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title) order by s.title, s.id)
          from (select distinct s.id, s.title from barrier b join scenario s on s.workspace_id = b.workspace_id and s.id = b.scenario_id
            where b.workspace_id = c.workspace_id and b.control_id = c.id order by s.title, s.id limit ${sql.lit(MOST_SCENARIOS)}) s),
          '[]') as scenarios
      from control c cross join lateral (
        select result from evidence_detail e
        where e.workspace_id = c.workspace_id and e.control_id = c.id and e.aspect = 'liveness' and e.result in ('pass', 'fail')
        order by e.at desc, e.position desc limit 1) e
      where e.result = 'fail' order by c.name, c.id limit ${sql.lit(MOST)}`,
  )
}
