import { type RawBuilder, sql, type Transaction } from 'kysely'
import { type DispositionListQuery, type DispositionRow, type FilterTerm, type Page, parseFilter } from '#contract'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'

interface DispositionSql extends Omit<DispositionRow, 'madeAt' | 'endsAt' | 'revokedAt'> {
  madeAt: Date
  endsAt: Date
  revokedAt: Date | null
  key: string
}

const suppresses = sql`(select count(*)::int from finding f where f.disposition_id = d.id)`

/** Whether a ruling `d` speaks at a moment. */
function stateAt(now: Instant): RawBuilder<unknown> {
  return sql`case when d.revoked_at is not null then 'revoked' when d.replaced_by is not null then 'replaced'
    when d.ends_at <= ${now}::timestamptz then 'ended' else 'in-force' end`
}

const columns = sql`d.id, d.status, d.scope, d.vulnerability_id as "vulnerabilityId", d.anchor, d.justification, d.reason,
  d.made_by as "madeBy", d.made_at as "madeAt", d.ends_at as "endsAt", d.revoked_by as "revokedBy", d.revoked_at as "revokedAt",
  (select n.made_by from disposition n where n.workspace_id = d.workspace_id and n.id = d.replaced_by) as "replacedBy",
  ${suppresses} as suppresses,
  (select jsonb_build_object('id', v.id, 'fileName', v.file_name) from vex_document v where v.id = d.vex_document_id) as document,
  case when about.id is not null then jsonb_build_object('id', about.id, 'title', about.title) end as finding,
  case when d.component_key is not null then jsonb_build_object('key', d.component_key, 'version', d.component_version,
    'otherVersions', coalesce(d.other_versions, '{}')) end as component,
  case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name) end as asset`

/** Rulings with the finding or the asset that they name, where it is still there. */
const tables = sql`disposition d
  left join finding about on about.workspace_id = d.workspace_id and about.id = d.finding_id
  left join asset a on a.workspace_id = d.workspace_id and a.id = coalesce(d.asset_id, about.asset_id)`

/** What each order counts by, larger first; ids break ties. */
const sortKeys: Readonly<Record<DispositionListQuery['sort'], RawBuilder<unknown>>> = {
  newest: microseconds(sql`d.made_at`),
  ending: sql`-${microseconds(sql`d.ends_at`)}`,
  covers: sql`${suppresses}::bigint`,
}

function microseconds(time: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(extract(epoch from ${time}) * 1000000)::bigint`
}

/** Rulings of a workspace under a filter, with the exact count. */
export async function listDispositions(
  database: Database,
  workspaceId: string,
  query: DispositionListQuery,
  now: Instant,
): Promise<Page<DispositionRow>> {
  const where = conditions(query.filter, now)
  const key = sortKeys[query.sort]
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`and (${key}, d.id::text) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<DispositionSql>`select ${columns}, ${stateAt(now)} as state, (${key})::text as key
      from ${tables} where ${where} ${after} order by ${key} desc, d.id::text desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${tables} where ${where}`.execute(
      work,
    )
    const page = cutPage(rows, query.limit, (row) => ({ key: row.key, id: row.id }))
    return { rows: page.rows.map(rowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

function conditions(filter: string, now: Instant): RawBuilder<unknown> {
  const { terms, text } = parseFilter(filter)
  const parts = terms.map((term) => (term.not ? sql`not (${conditionOf(term, now)})` : conditionOf(term, now)))
  if (text !== '')
    parts.push(sql`strpos(lower(concat_ws(' ', d.vulnerability_id, d.reason, d.made_by, d.component_key, about.title, a.name)),
      lower(${text})) > 0`)
  return parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`
}

function conditionOf({ key, values }: FilterTerm, now: Instant): RawBuilder<unknown> {
  const words = values.map((value) => value.toLowerCase())
  if (key === 'state') return sql`${stateAt(now)} = any (${words})`
  if (key === 'status') return sql`d.status = any (${words})`
  if (key === 'scope') return sql`d.scope = any (${words})`
  if (key === 'rests') return sql`d.anchor ?| ${words}::text[]`
  if (key === 'by') return sql`lower(d.made_by) = any (${words})`
  if (key === 'from') return sql`case when d.vex_document_id is null then 'person' else 'vex' end = any (${words})`
  if (key === 'covers') return sql`case when ${suppresses} > 0 then 'some' else 'none' end = any (${words})`
  return sql`case when d.ends_at <= ${now}::timestamptz + interval '7 days' then 'week'
    when d.ends_at <= ${now}::timestamptz + interval '30 days' then 'month' else 'later' end = any (${words})`
}

/** The ruling that suppresses a finding now. */
export async function dispositionOf(
  work: Transaction<NoTables>,
  findingId: string,
): Promise<DispositionRow | undefined> {
  const { rows } = await sql<DispositionSql>`select ${columns}, 'in-force' as state from ${tables}
    where d.id = (select disposition_id from finding where id = ${findingId})`.execute(work)
  return rows[0] && rowOf(rows[0])
}

function rowOf({ key: _key, madeAt, endsAt, revokedAt, ...row }: DispositionSql): DispositionRow {
  return {
    ...row,
    madeAt: madeAt.toISOString(),
    endsAt: endsAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}
