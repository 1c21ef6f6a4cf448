import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { CoverageSummary } from '#contract'
import type { Currency } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { type Freshness, keptAnswers } from './kept-answers.ts'

type Work = Transaction<NoTables>

interface EcosystemSql {
  ecosystem: string
  components: number
  covered: number
  no_knowledge: number
  stale: number
  as_of: string | null
  no_version: number
  no_identity: number
  fixes_only: number
}

/** What {@link coverageSql} gives, as one row. */
export interface CoverageSql {
  ecosystems: EcosystemSql[]
  assets: number
  direct_only: number
  matched_at: Date | null
  pending: number
}

/** True for a row of coverage whose knowledge counts. */
export function isCurrentRow({ now, maxAgeDays }: Currency): RawBuilder<boolean> {
  return sql`coalesce(as_of >= ${sql.lit(now)}::timestamptz - make_interval(days => coalesce(${sql.lit(maxAgeDays ?? null)}::int, max_age_days)), false)`
}

/**
 * What could not be judged, for the workspace or one asset, as the columns of one row: asked by many at once, it is worth
 * one round trip. Components are stacked with the assets that were never matched and grouped by asset, where there are
 * such assets: joined, as a list, or looked up asset by asset, PostgreSQL went through all components for each asset as
 * long as it did not know how many there were, or where few assets have most of them.
 */
export function coverageSql(currency: Currency, assetId?: string): RawBuilder<CoverageSql> {
  const current = isCurrentRow(currency)
  const only: RawBuilder<unknown> = assetId === undefined ? sql`true` : sql`asset_id = ${sql.lit(assetId)}`
  return sql`
    (select coalesce(json_agg(e), '[]') from (
      select ecosystem, sum(components)::int as components, min(as_of) as as_of,
        coalesce(sum(covered) filter (where ${current}), 0)::int as covered,
        coalesce(sum(covered) filter (where not ${current}), 0)::int as stale,
        coalesce(sum(covered) filter (where ${current} and fixes_only), 0)::int as fixes_only,
        sum(no_knowledge)::int as no_knowledge, sum(no_version)::int as no_version, sum(no_identity)::int as no_identity
      from coverage where ${only} group by ecosystem
      order by sum(components) - coalesce(sum(covered) filter (where ${current}), 0) desc, ecosystem) e) as ecosystems,
    (select count(distinct asset_id)::int from coverage where ${only}) as assets,
    (select count(distinct asset_id)::int from import i where ${namesDirectOnly} and ${only} and ${decides}) as direct_only,
    (select min(matched_at) from coverage where ${only}) as matched_at,
    (with unmatched as materialized (
      select asset_id from import where ${only} except select asset_id from coverage where ${only})
    select case when exists (select from unmatched) then (
      select coalesce(sum(components) filter (where is_unmatched), 0)::int from (
        select asset_id, count(*) filter (where is_component) as components, bool_or(not is_component) as is_unmatched
        from (
          select asset_id, true as is_component from component where present and ${only}
          union all select asset_id, false from unmatched
        ) stacked group by asset_id
      ) counted) else 0 end) as pending`
}

/**
 * What could not be judged, for the workspace or one asset. Components never matched count as without knowledge.
 */
export async function readCoverage(work: Work, currency: Currency, assetId?: string): Promise<CoverageSummary> {
  const { rows } = await sql<CoverageSql>`select ${coverageSql(currency, assetId)}`.execute(work)
  return coverageOf(rows[0]!)
}

/** The summary of what {@link coverageSql} gave. */
export function coverageOf({ ecosystems: matched, pending, ...extent }: CoverageSql): CoverageSummary {
  const ecosystems = [...matched.map(countsOf), ...(pending > 0 ? [notMatched(pending)] : [])]
  return {
    components: sum(ecosystems, 'components'),
    covered: sum(ecosystems, 'covered'),
    noKnowledge: sum(ecosystems, 'noKnowledge'),
    stale: sum(ecosystems, 'stale'),
    noVersion: sum(ecosystems, 'noVersion'),
    noIdentity: sum(ecosystems, 'noIdentity'),
    fixesOnly: sum(ecosystems, 'fixesOnly'),
    assets: extent.assets,
    directOnly: extent.direct_only,
    matchedAt: extent.matched_at?.toISOString() ?? null,
    ecosystems,
  }
}

/** As the index of them says it. */
const namesDirectOnly = sql`(i.outcome -> 'notes') @> '[{"code": "direct-dependencies-only"}]'::jsonb`

/** No later complete import of the same witness retracts the import. */
const decides = sql`not exists (select from import later where later.workspace_id = i.workspace_id
  and later.asset_id = i.asset_id and later.witness = i.witness and later.complete
  and (later.stated_at, later.content_digest) > (i.stated_at, i.content_digest))`

/** The coverage of a workspace for a server, which is asked by many at once. */
export function coverageReader(database: Database, freshness: Freshness) {
  return keptAnswers(
    freshness,
    ({ workspaceId }: { workspaceId: string; currency: Currency }) => workspaceId,
    async ({ workspaceId, currency }) => {
      const rows = await database.readInWorkspace(workspaceId, sql<CoverageSql>`select ${coverageSql(currency)}`)
      return coverageOf(rows[0]!)
    },
  )
}

type Counts = CoverageSummary['ecosystems'][number]

function countsOf(row: EcosystemSql): Counts {
  return {
    ecosystem: row.ecosystem,
    components: row.components,
    asOf: row.as_of === null ? null : new Date(row.as_of).toISOString(),
    covered: row.covered,
    noKnowledge: row.no_knowledge,
    stale: row.stale,
    noVersion: row.no_version,
    noIdentity: row.no_identity,
    fixesOnly: row.fixes_only,
  }
}

function notMatched(components: number): Counts {
  return {
    ecosystem: '(not matched yet)',
    components,
    covered: 0,
    noKnowledge: components,
    stale: 0,
    asOf: null,
    noVersion: 0,
    noIdentity: 0,
    fixesOnly: 0,
  }
}

function sum(rows: readonly Counts[], key: Exclude<keyof Counts, 'ecosystem' | 'asOf'>): number {
  return rows.reduce((total, row) => total + row[key], 0)
}
