import { sql } from 'kysely'
import { type FindingChangeRow, type ListQuery, type Page, parseFilter } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'

interface ChangeSql extends FindingChangeRow {
  key: string
}

/** Changes that people made of findings and that can be undone still, newest first, with the exact count. */
export async function listFindingChanges(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<FindingChangeRow>> {
  const where = conditions(query.filter)
  const cursor = readCursor(query.cursor)
  const key = sql`(extract(epoch from c.made_at) * 1000000)::bigint`
  const after = cursor ? sql`and (${key}, c.id::text) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ChangeSql>`select c.id, c.made_by as by, instant_text(c.made_at) as at, c.findings,
        c.change->'set' as set, c.change->'rule' as rule, c.undone_by as "undoneBy", instant_text(c.undone_at) as "undoneAt",
        ${key}::text as key
      from finding_change c where ${where} ${after} order by ${key} desc, c.id::text desc limit ${query.limit + 1}`.execute(
      work,
    )
    const counted = await sql<{
      total: number
    }>`select count(*)::int as total from finding_change c where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, (row) => ({ key: row.key, id: row.id }))
    const changes = page.rows.map(({ key: _key, ...row }) => row)
    return { rows: changes, total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

function conditions(filter: string) {
  const { terms, text } = parseFilter(filter)
  const parts = terms.map(({ key, values, not }) => {
    const words = values.map((value) => value.toLowerCase())
    const test =
      key === 'by'
        ? sql`lower(c.made_by) = any (${words})`
        : key === 'kind'
          ? sql`case when c.change ? 'rule' then 'ruling' else 'work' end = any (${words})`
          : sql`case when c.undone_at is null then 'no' else 'yes' end = any (${words})`
    return not ? sql` and not (${test})` : sql` and ${test}`
  })
  if (text !== '') parts.push(sql` and strpos(lower(concat_ws(' ', c.made_by, c.change::text)), lower(${text})) > 0`)
  return sql`c.findings > 0${sql.join(parts, sql``)}`
}
