import { type RawBuilder, sql } from 'kysely'
import { type AssetDetail, type AssetRow, type Facets, type ListQuery, type Page, parseFilter } from '#contract'
import type { Currency } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { isCurrentRow, readCoverage } from './coverage.ts'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { type ImportSql, importColumns, importRowOf } from './imports.ts'

interface AssetSql {
  id: string
  kind: string
  name: string
  owner: string | null
  criticality: AssetRow['criticality']
  environment: AssetRow['environment']
  exposure: AssetRow['exposure']
  exposure_basis: AssetRow['exposureBasis']
  exposure_by: string | null
  exposure_at: Date | null
  components: number
  unjudged: number
  now: number
  soon: number
  scheduled: number
  defer: number
  last_seen: Date
  sort: number
}

/** One row per asset with its counts; `sort` orders by the worst open finding. What only old knowledge covers is not judged. */
const assetRows = (currency: Currency) => sql`select a.*, coalesce(o.now, 0) as now, coalesce(o.soon, 0) as soon,
    coalesce(o.scheduled, 0) as scheduled, coalesce(o.defer, 0) as defer, coalesce(o.worst, -1) as sort,
    coalesce(c.components, 0) as components, coalesce(v.unjudged, c.components, 0) as unjudged
  from asset a
    left join (select asset_id, max(rank) as worst, count(*) filter (where urgency = 'now')::int as now,
        count(*) filter (where urgency = 'soon')::int as soon, count(*) filter (where urgency = 'scheduled')::int as scheduled,
        count(*) filter (where urgency = 'defer')::int as defer
      from finding where state = 'open' group by asset_id) o on o.asset_id = a.id
    left join (select asset_id, count(*)::int as components from component where present group by asset_id) c on c.asset_id = a.id
    left join (select asset_id, (sum(components) - coalesce(sum(covered) filter (where ${isCurrentRow(currency)}), 0))::int as unjudged
      from coverage group by asset_id) v on v.asset_id = a.id`

/** One page of assets, the one with the most urgent finding first. */
export async function listAssets(
  database: Database,
  workspaceId: string,
  query: ListQuery,
  currency: Currency,
): Promise<Page<AssetRow>> {
  const where = assetConditions(query.filter)
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`and (r.sort, r.id) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<AssetSql>`select r.* from (${assetRows(currency)}) r where ${where} ${after}
      order by r.sort desc, r.id desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from asset r where ${where}`.execute(
      work,
    )
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.sort), id: row.id }))
    return { rows: page.rows.map(assetRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** One asset with its coverage and imports; `undefined`: no such asset here. */
export async function readAsset(
  database: Database,
  workspaceId: string,
  id: string,
  currency: Currency,
): Promise<AssetDetail | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<
      AssetSql & {
        natural_key: string
        renamed_from: string | null
        tags: string[]
        first_seen: Date
        version: number
        changed_by: string | null
        changed_at: Date | null
        distribution: Named | null
      }
    >`
      select r.* from (${assetRows(currency)}) r where r.id = ${id}`.execute(work)
    const row = rows[0]
    if (!row) return undefined
    const imports = await sql<ImportSql>`select ${importColumns} from import i
      join asset a on a.workspace_id = i.workspace_id and a.id = i.asset_id
      where i.asset_id = ${id} order by i.stated_at desc, i.id limit 50`.execute(work)
    return {
      ...assetRowOf(row),
      naturalKey: row.natural_key,
      renamedFrom: row.renamed_from,
      tags: row.tags,
      firstSeen: row.first_seen.toISOString(),
      version: row.version,
      changedBy: row.changed_by,
      changedAt: row.changed_at?.toISOString() ?? null,
      distribution: row.distribution
        ? [row.distribution.name ?? row.distribution.id, row.distribution.versionId].filter(Boolean).join(' ')
        : null,
      coverage: await readCoverage(work, currency, id),
      imports: imports.rows.map(importRowOf),
    }
  })
}

interface Named {
  id: string
  name?: string
  versionId?: string
}

const assetColumns: Readonly<Record<string, RawBuilder<string>>> = {
  exposure: sql`r.exposure`,
  criticality: sql`r.criticality`,
  environment: sql`r.environment`,
  kind: sql`r.kind`,
  owner: sql`coalesce(r.owner, 'none')`,
}

const MOST_VALUES = 20

/** For each facet its values with exact counts; a facet's own terms are left out, so that its other values can be chosen. */
export async function assetFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  const counted = Object.entries(assetColumns).map(
    ([key, column]) => sql`select ${sql.lit(key)} as key, (select json_agg(v) from (
        select ${column} as value, count(*)::int as count from asset r where ${assetConditions(filter, key)}
        group by 1 order by 2 desc, 1 limit ${sql.lit(MOST_VALUES)}) v) as values`,
  )
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<{ key: string; values: Facets['facets'][number]['values'] | null }>`${sql.join(
      counted,
      sql` union all `,
    )}`.execute(work)
    return { facets: rows.map(({ key, values }) => ({ key, values: values ?? [] })) }
  })
}

function assetConditions(source: string, except?: string): RawBuilder<unknown> {
  const { terms, text } = parseFilter(source)
  const asked = terms.filter(({ key }) => key !== except)
  const conditions = asked.map((term) => {
    const column = assetColumns[term.key]
    if (!column) return sql`false`
    return term.not ? sql`not ${column} = any (${term.values})` : sql`${column} = any (${term.values})`
  })
  const search = text === '' ? [] : [sql`r.name ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`]
  return sql.join([sql`true`, ...conditions, ...search], sql` and `)
}

function assetRowOf(row: AssetSql): AssetRow {
  const { now, soon, scheduled, defer } = row
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    owner: row.owner,
    criticality: row.criticality,
    environment: row.environment,
    exposure: row.exposure,
    exposureBasis: row.exposure_basis,
    exposureBy: row.exposure_by,
    exposureAt: row.exposure_at?.toISOString() ?? null,
    components: row.components,
    unjudged: row.unjudged,
    open: { now, soon, scheduled, defer },
    lastSeen: row.last_seen.toISOString(),
  }
}
