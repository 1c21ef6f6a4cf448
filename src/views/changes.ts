import { sql, type Transaction } from 'kysely'
import type { Page } from '#contract'
import type { ChangeKind, ChangeQuery, FindingChange, Look } from '#contract/changes'
import type { Database, NoTables } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { broughtIn } from './imports.ts'

/** The kind of an event `e`; a change of decision says which way it went. */
const changeKind = sql<ChangeKind>`case when e.kind <> 'changed' then e.kind
  when ${urgencyOf('after')} < ${urgencyOf('before')} then 'more-urgent'
  when ${urgencyOf('after')} > ${urgencyOf('before')} then 'less-urgent' else 'restated' end`

function urgencyOf(part: 'before' | 'after') {
  return sql`array_position(array['now', 'soon', 'scheduled', 'defer'], e.detail #>> array[${sql.lit(part)}, 'urgency'])`
}

/** True of what a person of this name did: work, claims, rulings, and taking rulings back; not of what came of it later. */
function doneBy(reader: string) {
  return sql`(e.kind in ('worked', 'claimed', 'claim-withdrawn') and e.detail ->> 'by' = ${reader}
    or e.kind in ('suppressed', 'ruling-replaced', 'returned') and exists (
      select from disposition d where d.id = (e.detail ->> 'disposition')::uuid
        and (d.made_by = ${reader} and d.made_at = e.at or d.revoked_by = ${reader} and d.revoked_at = e.at)))`
}

interface ChangeSql extends Omit<FindingChange, 'at' | 'finding'> {
  at: Date
  finding: FindingChange['finding']
  key: string
}

/** Changes of findings, newest first, with the exact count. */
export async function listChanges(
  database: Database,
  workspaceId: string,
  { since, kind, by, reader, cursor, limit, offset }: ChangeQuery & { reader: string },
): Promise<Page<FindingChange>> {
  const after = readCursor(cursor)
  const where = sql`e.at > ${since}::timestamptz ${kind ? sql`and ${changeKind} = ${kind}` : sql``}
    ${by === 'others' ? sql`and not ${doneBy(reader)}` : sql``}`
  const older = after
    ? sql`and (e.at, e.id) < (to_timestamp(${after.key}::bigint / 1000000.0), ${digits(after.id)}::bigint)`
    : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ChangeSql>`select e.id::text as id, e.at, ${changeKind} as kind, e.detail,
        (extract(epoch from e.at) * 1000000)::bigint::text as key,
        json_build_object('id', f.id, 'title', f.title, 'vulnerabilityId', f.vulnerability_id, 'urgency', f.urgency,
          'state', f.state, 'asset', json_build_object('id', a.id, 'name', a.name)) as finding
      from (select e.* from finding_event e where ${where} ${older} order by e.at desc, e.id desc ${pageLimit({ limit, offset })}) e
        join finding f on f.workspace_id = e.workspace_id and f.id = e.finding_id
        join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
      order by e.at desc, e.id desc`.execute(work)
    const counted = await sql<{ total: number }>`
      select count(*)::int as total from finding_event e where ${where}`.execute(work)
    const page = cutPage(rows, limit, ({ key, id }) => ({ key, id }))
    return {
      rows: page.rows.map(({ key: _key, ...row }) => ({ ...row, at: row.at.toISOString() })),
      total: counted.rows[0]?.total ?? 0,
      next: page.next,
    }
  })
}

/** A cursor that nobody issued must not fail in SQL. */
function digits(id: string): string {
  return /^\d{1,18}$/.test(id) ? id : '0'
}

/** How much changed since an instant, by kind, without what the reader did; what discovery saw is nobody's import. */
export async function countChanges(
  work: Transaction<NoTables>,
  { since, until, reader }: Pick<Look, 'since' | 'until'> & { reader: string },
): Promise<Look> {
  if (since === null) return { since, until, counts: [], imports: 0, newAssets: 0 }
  const { rows: counts } = await sql<Look['counts'][number]>`
    select ${changeKind} as kind, count(*)::int as count from finding_event e
    where e.at > ${since}::timestamptz and not ${doneBy(reader)} group by 1 order by 1`.execute(work)
  const { rows } = await sql<{ imports: number; newAssets: number }>`
    select (select count(*)::int from import i where i.imported_at > ${since}::timestamptz and ${broughtIn}
        and i.importer <> 'discovery' and i.imported_by is distinct from ${reader}) as imports,
      (select count(*)::int from (select asset_id from import group by asset_id
        having min(imported_at) > ${since}::timestamptz
          and (array_agg(imported_by order by imported_at))[1] is distinct from ${reader}) new) as "newAssets"`.execute(
    work,
  )
  return { since, until, counts, ...rows[0]! }
}
