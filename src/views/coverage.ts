import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { CoverageSummary } from '#contract'
import { joinedBy } from '#core/kernel'
import type { Currency } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'

type Work = Transaction<NoTables>

interface CoverageSql {
  ecosystem: string
  components: number
  covered: number
  no_knowledge: number
  stale: number
  as_of: Date | null
  no_version: number
  no_identity: number
  fixes_only: number
}

interface Extent {
  assets: number
  direct_only: number
  matched_at: Date | null
  unmatched: string[] | null
}

/** True for a row of coverage whose knowledge counts. */
export function isCurrentRow({ now, maxAgeDays }: Currency): RawBuilder<boolean> {
  return sql`coalesce(as_of >= ${now}::timestamptz - make_interval(days => coalesce(${maxAgeDays ?? null}::int, max_age_days)), false)`
}

/**
 * What could not be judged, for the workspace or one asset. Components never matched count as without knowledge.
 */
export async function readCoverage(work: Work, currency: Currency, assetId?: string): Promise<CoverageSummary> {
  const current = isCurrentRow(currency)
  const only: RawBuilder<unknown> = assetId === undefined ? sql`true` : sql`asset_id = ${assetId}`
  const { rows } = await sql<CoverageSql>`
    select ecosystem, sum(components)::int as components, min(as_of) as as_of,
      coalesce(sum(covered) filter (where ${current}), 0)::int as covered,
      coalesce(sum(covered) filter (where not ${current}), 0)::int as stale,
      coalesce(sum(covered) filter (where ${current} and fixes_only), 0)::int as fixes_only,
      sum(no_knowledge)::int as no_knowledge, sum(no_version)::int as no_version, sum(no_identity)::int as no_identity
    from coverage where ${only} group by ecosystem
    order by sum(components) - coalesce(sum(covered) filter (where ${current}), 0) desc, ecosystem`.execute(work)
  const { rows: extent } = await sql<Extent>`
    select (select count(distinct asset_id)::int from coverage where ${only}) as assets,
      (select count(distinct asset_id)::int from import i where ${namesDirectOnly} and ${only} and ${decides}) as direct_only,
      (select min(matched_at) from coverage where ${only}) as matched_at,
      (select array_agg(a.id) from asset a where ${assetId === undefined ? sql`true` : sql`a.id = ${assetId}`}
        and a.id not in (select v.asset_id from coverage v)) as unmatched`.execute(work)
  const pending = await countPresent(work, extent[0]?.unmatched ?? [])
  const ecosystems = [...rows.map(countsOf), ...(pending > 0 ? [notMatched(pending)] : [])]
  return {
    components: sum(ecosystems, 'components'),
    covered: sum(ecosystems, 'covered'),
    noKnowledge: sum(ecosystems, 'noKnowledge'),
    stale: sum(ecosystems, 'stale'),
    noVersion: sum(ecosystems, 'noVersion'),
    noIdentity: sum(ecosystems, 'noIdentity'),
    fixesOnly: sum(ecosystems, 'fixesOnly'),
    assets: extent[0]?.assets ?? 0,
    directOnly: extent[0]?.direct_only ?? 0,
    matchedAt: extent[0]?.matched_at?.toISOString() ?? null,
    ecosystems,
  }
}

/**
 * Components of some assets. Apart from finding the assets: in one query, PostgreSQL went through all components for each
 * asset as long as it did not know how many there were.
 */
async function countPresent(work: Work, assetIds: readonly string[]): Promise<number> {
  if (assetIds.length === 0) return 0
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from component where present and asset_id = any (${assetIds}::text[])`.execute(work)
  return rows[0]?.count ?? 0
}

/** As the index of them says it. */
const namesDirectOnly = sql`(i.outcome -> 'notes') @> '[{"code": "direct-dependencies-only"}]'::jsonb`

/** No later complete import of the same witness retracts the import. */
const decides = sql`not exists (select from import later where later.workspace_id = i.workspace_id
  and later.asset_id = i.asset_id and later.witness = i.witness and later.complete
  and (later.stated_at, later.content_digest) > (i.stated_at, i.content_digest))`

/** The coverage of a workspace for a server, which is asked by many at once. */
export function coverageReader(database: Database) {
  return joinedBy(
    ({ workspaceId }: { workspaceId: string; currency: Currency }) => workspaceId,
    ({ workspaceId, currency }) => database.inWorkspace(workspaceId, (work) => readCoverage(work, currency)),
  )
}

type Counts = CoverageSummary['ecosystems'][number]

function countsOf(row: CoverageSql): Counts {
  return {
    ecosystem: row.ecosystem,
    components: row.components,
    asOf: row.as_of?.toISOString() ?? null,
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
