import { type RawBuilder, sql } from 'kysely'
import type { ComponentRow, ListQuery, Page } from '#contract'
import type { Currency } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { isCurrentRow } from './coverage.ts'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { rankNow, scoreOfIt } from './finding-filter.ts'

interface ComponentSql {
  id: string
  name: string
  namespace: string | null
  version: string | null
  ecosystem: string | null
  purl: string | null
  location: string
  scope: string | null
  findings: number
  urgency: ComponentRow['urgency']
  open: ComponentRow['open']
  sort: number
  named: boolean
  assessed: boolean
  coverage: CoverageFacts | null
}

/** What the asset's coverage says of a component's ecosystem. */
interface CoverageFacts {
  covered: number
  current: boolean
  noKnowledge: number
  noIdentity: number
}

/** The components present on an asset, the one with the most urgent finding first. `filter` is searched in name and purl. */
export async function listComponents(
  database: Database,
  workspaceId: string,
  assetId: string,
  query: ListQuery,
  currency: Currency,
): Promise<Page<ComponentRow>> {
  const like = `%${query.filter.trim().replace(/[\\%_]/g, '\\$&')}%`
  const where = sql`c.asset_id = ${assetId} and c.present and concat_ws(' ', c.namespace, c.name, c.version, c.purl) ilike ${like}`
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`where (r.sort, r.id) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ComponentSql>`
      select r.findings, r.urgency, r.open, r.sort, c.id, c.name, c.namespace, c.version, c.ecosystem, c.purl, c.location, c.scope,
        c.ecosystem is not null or cardinality(c.cpes) > 0 as named,
        exists (select from coverage where asset_id = ${assetId}) as assessed, v.coverage
      from (select r.* from (${rankedComponents(assetId, where)}) r ${after}
          order by r.sort desc, r.id desc ${pageLimit(query)}) r
        join component c on c.id = r.id left join lateral (${coverageOf(assetId, currency)}) v on true
      order by r.sort desc, r.id desc`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from component c where ${where}`.execute(
      work,
    )
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.sort), id: row.id }))
    return { rows: page.rows.map(componentRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/**
 * Components and their findings stacked and grouped by component, not joined: the planner cannot estimate rows behind
 * row-level security and would compare every component with every finding.
 */
function rankedComponents(assetId: string, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select id, count(rank)::int as findings, coalesce(max(rank), -1) as sort,
      (array_agg(urgency order by rank desc nulls last))[1] as urgency,
      json_build_object('now', count(*) filter (where urgency = 'now'), 'soon', count(*) filter (where urgency = 'soon'),
        'scheduled', count(*) filter (where urgency = 'scheduled'),
        'defer', count(*) filter (where urgency = 'defer')) as open
    from (
      select c.id, null::bigint as rank, null as urgency, true as wanted from component c where ${where}
      union all
      select shown.id, ${rankNow}, f.urgency, false
      from finding f ${scoreOfIt}
        cross join unnest(f.components) as shown (id)
      where f.asset_id = ${assetId} and f.state = 'open'
    ) stacked group by id having bool_or(wanted)`
}

/** The coverage of a component's ecosystem: of its release where that has a row of its own, else of all releases. */
function coverageOf(assetId: string, currency: Currency): RawBuilder<unknown> {
  return sql`select json_build_object('covered', sum(covered), 'current', bool_or(${isCurrentRow(currency)}),
      'noKnowledge', sum(no_knowledge), 'noIdentity', sum(no_identity)) as coverage
    from coverage k where k.asset_id = ${assetId}
      and split_part(k.ecosystem, ':', 1) = coalesce(split_part(c.ecosystem, ':', 1), nullif(c.type, ''), '(no ecosystem)')
    group by k.ecosystem = c.ecosystem order by (k.ecosystem = c.ecosystem) is true desc limit 1`
}

function componentRowOf({ namespace, sort: _sort, named, assessed, coverage, ...row }: ComponentSql): ComponentRow {
  const name = namespace ? `${namespace}/${row.name}` : row.name
  return { ...row, name, judgement: assessed ? judgementOf(row.version, named, coverage) : 'not-yet' }
}

function judgementOf(
  version: string | null,
  named: boolean,
  coverage: CoverageFacts | null,
): ComponentRow['judgement'] {
  // Came with an import that is not assessed yet.
  if (!coverage) return 'not-yet'
  const { covered, current, noKnowledge, noIdentity } = coverage
  if (noIdentity > 0 && !named) return 'no-identity'
  if (covered === 0 && noKnowledge > 0) return 'no-knowledge'
  if (!version) return 'no-version'
  if (covered === 0) return 'no-identity'
  return current ? 'judged' : 'out-of-date'
}
