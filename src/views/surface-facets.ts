import { type RawBuilder, sql } from 'kysely'
import { type Facets, parseFilter } from '#contract'
import type { Database } from '#platform/database'
import { MOST_VALUES } from './sql-list.ts'
import {
  atPlace,
  placedValues,
  rankedValues,
  surfaceConditions,
  surfaceFilters,
  surfaceTables,
} from './surface-rows.ts'

/** What is asked most first. */
const facetOrder = [
  ...['standing', 'kind', 'decision', 'weakness', 'technology', 'network', 'port'],
  ...['proof', 'severity', 'service', 'seen'],
]

type Sql = RawBuilder<unknown>

/**
 * For each facet of the surface its values with exact counts: a key's own terms are left out, so that its other values can
 * be chosen. What is at a place is found once, and assets that answer at the same place and nowhere else are counted
 * together: of 100,000 assets most are such.
 */
export function surfaceFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  const named = [...new Set(parseFilter(filter).terms.map(({ key }) => key))].filter((key) => facetOrder.includes(key))
  // Whom the filter leaves is found once for all keys that it does not name.
  const sets = [
    setOf(
      'matching',
      surfaceConditions(filter),
      facetOrder.filter((key) => !named.includes(key)),
    ),
    ...named.map((key) => setOf(`without_${key}`, surfaceConditions(filter, key), [key])),
  ]
  const counted = sql.join(
    sets.map(({ counts }) => counts),
    sql` union all `,
  )
  return database.inWorkspace(workspaceId, async (work) => {
    // Nobody knows beforehand how much is at a place: row by row it would take minutes.
    await sql`set local enable_nestloop = off`.execute(work)
    const { rows } = await sql<{ key: string; value: string; count: number }>`with ${placed}, ${ranked},
      active as materialized (select place from placed union select place from ranked),
      ${sql.join(sets.map(({ tables }) => tables))},
      counted as (select key, value, sum(n)::int as count from (${counted}) c group by key, value having sum(n) > 0)
      select key, value, count from (select *, row_number() over (partition by key order by count desc, value) as place
        from counted) c where place <= ${sql.lit(MOST_VALUES)} order by key, place`.execute(work)
    const byKey = Map.groupBy(rows, ({ key }) => key)
    const facets = facetOrder.map((key) => ({
      key,
      values: (byKey.get(key) ?? []).map(({ value, count }) => ({ value, count })),
    }))
    return { facets }
  })
}

const keyed = (values: Readonly<Record<string, Sql>>) =>
  sql.join(
    Object.entries(values).map(([key, from]) => sql`select ${sql.lit(key)} as key, v.* from (${from}) v`),
    sql` union all `,
  )

/** Values at places, each once; of the ranked ones the worst. */
const placed = sql`placed as materialized (select distinct key, place, port, rule, value from (${keyed(placedValues)}) v),
  placed_any as materialized (select distinct key, place, value from placed)`
const ranks = Object.fromEntries(Object.entries(rankedValues).map(([key, { values }]) => [key, values]))
const ranked = sql`ranked as materialized (
    select key, place, port, rule, min(value) as value from (${keyed(ranks)}) v group by key, place, port, rule),
  ranked_any as materialized (select key, place, min(value) as value from ranked group by key, place)`

/** A set of assets, and the counts of these keys in it. */
function setOf(name: string, where: Sql, keys: readonly string[]): { tables: Sql; counts: Sql } {
  const [all, alike, several] = ['', '_alike', '_several'].map((part) => sql.raw(`${name}${part}`)) as [Sql, Sql, Sql]
  const isActive = sql`m.asset_id in (select place from active)`
  const isAlone = sql`cardinality(m.places) = 1 and (m.asset_id = m.places[1] or not ${isActive})`
  const tables = sql`${all} as materialized (
      select s.asset_id, s.places, s.ports, ${columns} from ${surfaceTables} where ${where}),
    ${alike} as materialized (
      select m.places[1] as place, m.ports[1] as port, m.kind = 'certificate' as "isCertificate", count(*)::int as n
      from ${all} m where ${isAlone} group by 1, 2, 3),
    ${several} as materialized (
      select m.asset_id, p.place, p.port, m.kind = 'certificate' as "isCertificate" from ${all} m
        cross join lateral unnest(array_append(array_remove(m.places, m.asset_id), m.asset_id), m.ports) as p (place, port)
      where not (${isAlone}) and (cardinality(m.places) > 0 or ${isActive}))`
  const own = keys.filter((key) => key in surfaceFilters).map((key) => ownCounts(key, all))
  const parts = { all, alike, several }
  const found = [placedCounts(parts, within(keys, placedValues)), ...rankedCounts(parts, within(keys, rankedValues))]
  return { tables, counts: sql.join([...own, ...found.flatMap((one) => one ?? [])], sql` union all `) }
}

const columns = sql.join(Object.entries(surfaceFilters).map(([key, column]) => sql`${column} as ${sql.ref(key)}`))

function within(keys: readonly string[], known: object): string[] {
  return keys.filter((key) => key in known)
}

function ownCounts(key: string, all: Sql): Sql {
  return sql`select ${sql.lit(key)} as key, m.${sql.ref(key)} as value, count(*) as n from ${all} m group by 2`
}

interface Parts {
  all: Sql
  /** Places, each with how many assets answer there and nowhere else. */
  alike: Sql
  /** Places of the other assets. */
  several: Sql
}

function placedCounts({ alike, several }: Parts, keys: readonly string[]): Sql | undefined {
  if (keys.length === 0) return undefined
  const wanted = sql`v.key = any (${keys}::text[])`
  return sql`select v.key, v.value, sum(t.n) from ${alike} t join placed_any v on v.place = t.place
      where t.port is null and ${wanted} group by 1, 2
    union all select key, value, sum(n) from (select distinct v.key, v.value, t.place, t.port, t."isCertificate", t.n
      from ${alike} t join placed v on ${atPlace} where t.port is not null and ${wanted}) c group by 1, 2
    union all select v.key, v.value, count(distinct t.asset_id) from ${several} t join placed v on ${atPlace}
      where ${wanted} group by 1, 2`
}

function rankedCounts({ all, alike, several }: Parts, keys: readonly string[]): Sql[] {
  return keys.map((key) => {
    const { words, nothing } = rankedValues[key]!
    const is = sql`v.key = ${sql.lit(key)}`
    const worst = sql`select v.value as worst, sum(t.n) as n from ${alike} t join ranked_any v on v.place = t.place
        where t.port is null and ${is} group by 1
      union all select worst, sum(n) from (select min(v.value) as worst, t.n from ${alike} t join ranked v on ${atPlace}
        where t.port is not null and ${is} group by t.place, t.port, t."isCertificate", t.n) c group by 1
      union all select worst, count(*) from (select min(v.value) as worst from ${several} t join ranked v on ${atPlace}
        where ${is} group by t.asset_id) c group by 1`
    return sql`select ${sql.lit(key)}, w.value, w.n from (with worst as (${worst})
      select (${words})[worst] as value, sum(n) as n from worst group by 1
      union all select ${sql.lit(nothing)}, (select count(*) from ${all}) - coalesce(sum(n), 0) from worst) w`
  })
}
