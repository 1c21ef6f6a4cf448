import { sql, type Transaction } from 'kysely'
import type { Page } from '#contract'
import type { ChangeKind, ChangeQuery, FindingChange, Look } from '#contract/changes'
import type { Database, NoTables } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'

/** The kind of an event `e`; a change of decision says which way it went. */
const changeKind = sql<ChangeKind>`case when e.kind <> 'changed' then e.kind
  when ${urgencyOf('after')} < ${urgencyOf('before')} then 'more-urgent'
  when ${urgencyOf('after')} > ${urgencyOf('before')} then 'less-urgent' else 'restated' end`

function urgencyOf(part: 'before' | 'after') {
  return sql`array_position(array['now', 'soon', 'scheduled', 'defer'], e.detail #>> array[${sql.lit(part)}, 'urgency'])`
}

interface ChangeSql extends Omit<FindingChange, 'at' | 'finding'> {
  at: Date
  finding: FindingChange['finding']
}

/** Changes of findings, newest first, with the exact count. */
export async function listChanges(
  database: Database,
  workspaceId: string,
  { since, kind, cursor, limit }: ChangeQuery,
): Promise<Page<FindingChange>> {
  const after = readCursor(cursor)
  const from = sql`from finding_event e join finding f on f.workspace_id = e.workspace_id and f.id = e.finding_id
    join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
    where e.at > ${since}::timestamptz ${kind ? sql`and ${changeKind} = ${kind}` : sql``}`
  // Events of one moment are many; numbers rise with time.
  const older = after ? sql`and e.id < ${after.key}::bigint` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ChangeSql>`select e.id::text as id, e.at, ${changeKind} as kind, e.detail,
        json_build_object('id', f.id, 'title', f.title, 'vulnerabilityId', f.vulnerability_id, 'urgency', f.urgency,
          'state', f.state, 'asset', json_build_object('id', a.id, 'name', a.name)) as finding
      ${from} ${older} order by e.id desc limit ${limit + 1}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(work)
    const page = cutPage(rows, limit, ({ id }) => ({ key: id, id: 'e' }))
    return {
      rows: page.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
      total: counted.rows[0]?.total ?? 0,
      next: page.next,
    }
  })
}

/** How much changed since an instant, by kind. */
export async function countChanges(work: Transaction<NoTables>, since: string | null): Promise<Look> {
  if (since === null) return { since, counts: [], imports: 0, newAssets: 0 }
  const { rows: counts } = await sql<Look['counts'][number]>`
    select ${changeKind} as kind, count(*)::int as count from finding_event e
    where e.at > ${since}::timestamptz group by 1 order by 1`.execute(work)
  const { rows } = await sql<{ imports: number; newAssets: number }>`
    select (select count(*)::int from import where imported_at > ${since}::timestamptz) as imports,
      (select count(*)::int from (select asset_id from import group by asset_id
        having min(imported_at) > ${since}::timestamptz) new) as "newAssets"`.execute(work)
  return { since, counts, ...rows[0]! }
}
