import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { CoverageSummary } from '#contract'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

interface CoverageSql {
  ecosystem: string
  components: number
  covered: number
  no_knowledge: number
  no_version: number
  no_identity: number
}

/** What could not be judged, for the workspace or one asset. Components never matched count as without knowledge. */
export async function readCoverage(work: Work, assetId?: string): Promise<CoverageSummary> {
  const only: RawBuilder<unknown> = assetId === undefined ? sql`true` : sql`asset_id = ${assetId}`
  const { rows } = await sql<CoverageSql>`
    select ecosystem, sum(components)::int as components, sum(covered)::int as covered,
      sum(no_knowledge)::int as no_knowledge, sum(no_version)::int as no_version, sum(no_identity)::int as no_identity
    from coverage where ${only} group by ecosystem
    order by sum(components - covered) desc, ecosystem`.execute(work)
  const { rows: extent } = await sql<{ assets: number; matched_at: Date | null; unmatched: number }>`
    select (select count(distinct asset_id)::int from coverage where ${only}) as assets,
      (select min(matched_at) from coverage where ${only}) as matched_at,
      (select count(*)::int from component where present and ${only}
        and not exists (select from coverage v where v.asset_id = component.asset_id)) as unmatched`.execute(work)
  const pending = extent[0]?.unmatched ?? 0
  const ecosystems = [...rows.map(countsOf), ...(pending > 0 ? [notMatched(pending)] : [])]
  return {
    components: sum(ecosystems, 'components'),
    covered: sum(ecosystems, 'covered'),
    noKnowledge: sum(ecosystems, 'noKnowledge'),
    noVersion: sum(ecosystems, 'noVersion'),
    noIdentity: sum(ecosystems, 'noIdentity'),
    assets: extent[0]?.assets ?? 0,
    matchedAt: extent[0]?.matched_at?.toISOString() ?? null,
    ecosystems,
  }
}

type Counts = CoverageSummary['ecosystems'][number]

function countsOf(row: CoverageSql): Counts {
  return {
    ecosystem: row.ecosystem,
    components: row.components,
    covered: row.covered,
    noKnowledge: row.no_knowledge,
    noVersion: row.no_version,
    noIdentity: row.no_identity,
  }
}

function notMatched(components: number): Counts {
  return {
    ecosystem: '(not matched yet)',
    components,
    covered: 0,
    noKnowledge: components,
    noVersion: 0,
    noIdentity: 0,
  }
}

function sum(rows: readonly Counts[], key: Exclude<keyof Counts, 'ecosystem'>): number {
  return rows.reduce((total, row) => total + row[key], 0)
}
