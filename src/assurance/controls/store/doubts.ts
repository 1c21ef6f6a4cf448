import { sql, type Transaction } from 'kysely'
import { jsonForPostgres, type NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** A finding that a control stands in doubt for. */
export interface NotedDoubt {
  control: string
  kind: 'known-exploited' | 'bypassed'
  finding: string
}

/** Doubts as they were noted, each since when. */
export async function notedDoubts(work: Work): Promise<(NotedDoubt & { since: string })[]> {
  const { rows } = await sql<NotedDoubt & { since: Date }>`
    select control_id as control, kind, finding_id as finding, since from control_doubt order by since, 1, 2, 3`.execute(
    work,
  )
  return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }))
}

/** Notes which doubts there are now; those that stood before keep their time. Returns what came and what went. */
export async function noteDoubts(
  work: Work,
  workspaceId: string,
  doubts: readonly NotedDoubt[],
  now: string,
): Promise<{ came: NotedDoubt[]; gone: NotedDoubt[] }> {
  const rows = sql`json_to_recordset(${jsonForPostgres(doubts)}::json) as r(control text, kind text, finding text)`
  const gone = await sql<NotedDoubt>`
    delete from control_doubt d where not exists (
      select from ${rows} where r.control = d.control_id and r.kind = d.kind and r.finding = d.finding_id)
    returning control_id as control, kind, finding_id as finding`.execute(work)
  const came = await sql<NotedDoubt>`
    insert into control_doubt (workspace_id, control_id, kind, finding_id, since)
    select distinct ${workspaceId}::uuid, control, kind, finding, ${now}::timestamptz from ${rows}
    on conflict do nothing returning control_id as control, kind, finding_id as finding`.execute(work)
  return { came: came.rows, gone: gone.rows }
}
