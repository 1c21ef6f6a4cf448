import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { AssetDetail, AssetRow, Facets } from '#contract'
import type { Currency } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { isCurrentRow, readCoverage } from './coverage.ts'
import { hasTag } from './has-tag.ts'
import { broughtIn, type ImportSql, importColumns, importRowOf } from './imports.ts'
import { conditionsOf, type FilterSql, facetsOf } from './sql-list.ts'

interface AssetSql {
  id: string
  kind: string
  name: string
  owner: string | null
  criticality: AssetRow['criticality']
  environment: AssetRow['environment']
  tags: string[]
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
  discovered: boolean
}

/** How many components these assets have, and how many of them nothing is said about, as joins to an asset `a`. What only old knowledge covers is not judged. */
const judgedParts = (currency: Currency, these: RawBuilder<unknown>) => sql`
    left join (select asset_id, count(*)::int as components from component where present and ${these}
      group by asset_id) c on c.asset_id = a.id
    left join (select asset_id, (sum(components) - coalesce(sum(covered) filter (where ${isCurrentRow(currency)}), 0))::int as unjudged
      from coverage where ${these} group by asset_id) v on v.asset_id = a.id`

const judgedColumns = sql`coalesce(c.components, 0) as components, coalesce(v.unjudged, c.components, 0) as unjudged`

/** These assets, each with its counts. */
const assetRows = (currency: Currency, ids: readonly string[]) => {
  const these = sql`asset_id = any (${ids}::text[])`
  return sql`select a.*, coalesce(o.now, 0) as now, coalesce(o.soon, 0) as soon,
    coalesce(o.scheduled, 0) as scheduled, coalesce(o.defer, 0) as defer, ${judgedColumns},
    exists (select from surface_asset s where s.asset_id = a.id) as discovered
  from asset a
    left join (select asset_id, count(*) filter (where urgency = 'now')::int as now,
        count(*) filter (where urgency = 'soon')::int as soon, count(*) filter (where urgency = 'scheduled')::int as scheduled,
        count(*) filter (where urgency = 'defer')::int as defer
      from finding where state = 'open' and ${these} group by asset_id) o on o.asset_id = a.id
    ${judgedParts(currency, these)}
  where a.id = any (${ids}::text[])`
}

/** What an asset is called, and how many of its components nothing is said about. */
export async function readJudged(
  database: Database,
  workspaceId: string,
  id: string,
  currency: Currency,
): Promise<Pick<AssetRow, 'name' | 'components' | 'unjudged'> | undefined> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<Pick<AssetRow, 'name' | 'components' | 'unjudged'>>`select a.name, ${judgedColumns}
      from asset a ${judgedParts(currency, sql`asset_id = ${id}`)} where a.id = ${id}`.execute(work),
  )
  return rows[0]
}

/** Rows of these assets by their ids. */
export async function readAssetRows(
  work: Transaction<NoTables>,
  currency: Currency,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AssetRow>> {
  const { rows } = await sql<AssetSql>`${assetRows(currency, ids)}`.execute(work)
  return new Map(rows.map((row) => [row.id, assetRowOf(row)]))
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
        first_seen: Date
        version: number
        changed_by: string | null
        changed_at: Date | null
        distribution: Named | null
      }
    >`
      ${assetRows(currency, [id])}`.execute(work)
    const row = rows[0]
    if (!row) return undefined
    const imports = await sql<ImportSql>`select ${importColumns} from import i
      join asset a on a.workspace_id = i.workspace_id and a.id = i.asset_id
      where i.asset_id = ${id} and ${broughtIn} order by i.stated_at desc, i.id limit 50`.execute(work)
    const namesakes = await sql<AssetDetail['namesakes'][number]>`select id, kind, name from asset
      where lower(name) = lower(${row.name}) and id <> ${row.id} order by kind, id limit 5`.execute(work)
    return {
      ...assetRowOf(row),
      naturalKey: row.natural_key,
      renamedFrom: row.renamed_from,
      firstSeen: row.first_seen.toISOString(),
      version: row.version,
      changedBy: row.changed_by,
      changedAt: row.changed_at?.toISOString() ?? null,
      distribution: row.distribution
        ? [row.distribution.name ?? row.distribution.id, row.distribution.versionId].filter(Boolean).join(' ')
        : null,
      namesakes: namesakes.rows,
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

const assetColumns: FilterSql = {
  exposure: sql`r.exposure`,
  criticality: sql`r.criticality`,
  environment: sql`r.environment`,
  kind: sql`r.kind`,
  owner: sql`coalesce(r.owner, 'none')`,
}

/** The tags of an asset, of one without any the word for that. */
const tagsOfAsset = sql`case when r.tags = '{}' then array['none'] else r.tags end`

/** For each facet its values with exact counts; a facet's own terms are left out, so that its other values can be chosen. */
export async function assetFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  const tagged = sql`asset r cross join lateral unnest(${tagsOfAsset}) as t (tag)`
  return database.inWorkspace(workspaceId, async (work) => {
    const own = await facetsOf(work, assetColumns, sql`asset r`, (key) => assetConditions(filter, key))
    const tags = await facetsOf(work, { tag: sql`t.tag` }, tagged, (key) => assetConditions(filter, key))
    return { facets: [...own.facets, ...tags.facets] }
  })
}

/** Conditions of a filter of assets, `r`; `except` leaves one key out. */
export function assetConditions(source: string, except?: string): RawBuilder<unknown> {
  return conditionsOf(source, assetColumns, sql`r.name`, except, { tag: (term) => hasTag(tagsOfAsset, term) })
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
    tags: row.tags,
    exposure: row.exposure,
    exposureBasis: row.exposure_basis,
    exposureBy: row.exposure_by,
    exposureAt: row.exposure_at?.toISOString() ?? null,
    components: row.components,
    unjudged: row.unjudged,
    open: { now, soon, scheduled, defer },
    lastSeen: row.last_seen.toISOString(),
    isDiscovered: row.discovered,
  }
}
