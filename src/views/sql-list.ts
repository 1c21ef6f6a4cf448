import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Facets, type FilterTerm, parseFilter } from '#contract'
import type { NoTables } from '#platform/database'
import { readCursor, readTextCursor } from './cursor.ts'

/** SQL text that each key of a filter compares. */
export type FilterSql = Readonly<Record<string, RawBuilder<string>>>

/** What rows must fulfil for a filter: its terms, of all keys but one, and its other words, which must appear in a text. `others`: keys that are no column. */
export function conditionsOf(
  source: string,
  columns: FilterSql,
  text: RawBuilder<unknown>,
  except?: string,
  others: Readonly<Record<string, (term: FilterTerm) => RawBuilder<unknown>>> = {},
): RawBuilder<unknown> {
  const filter = parseFilter(source)
  const terms = filter.terms.filter(({ key }) => key !== except)
  const tests = terms.map((term) => {
    const { key, values, not } = term
    const other = others[key]
    if (other) return other(term)
    const column = columns[key]
    if (!column) return sql`false`
    const test = sql`lower(${column}) = any (${values.map((value) => value.toLowerCase())})`
    return not ? sql`not ${test}` : test
  })
  const words = filter.text === '' ? [] : [sql`strpos(lower(${text}), lower(${filter.text})) > 0`]
  return sql.join([sql`true`, ...tests, ...words], sql` and `)
}

/** So many values of a facet are told. */
export const MOST_VALUES = 20

/** For each key its values with exact counts; a key's own terms are left out, so that its other values can be chosen. */
export async function facetsOf(
  work: Kysely<NoTables>,
  columns: FilterSql,
  tables: RawBuilder<unknown>,
  conditions: (except: string) => RawBuilder<unknown>,
): Promise<Facets> {
  const counted = Object.entries(columns).map(
    ([key, column]) => sql`select ${sql.lit(key)} as key, (select json_agg(v) from (
        select ${column} as value, count(*)::int as count from ${tables} where ${conditions(key)}
        group by 1 order by 2 desc, 1 limit ${sql.lit(MOST_VALUES)}) v) as values`,
  )
  const { rows } = await sql<{ key: string; values: Facets['facets'][number]['values'] | null }>`${sql.join(
    counted,
    sql` union all `,
  )}`.execute(work)
  return { facets: rows.map(({ key, values }) => ({ key, values: values ?? [] })) }
}

/** By what a list is sorted: a whole number, smallest or largest first, or a text. */
export type SqlOrder = { by: RawBuilder<unknown>; as: 'smallest' | 'largest' | 'text' }

/** An order in SQL: the key of a row, what comes after a cursor, and the words for `order by`; among equals by id. */
export function orderOf({ by, as }: SqlOrder, id: RawBuilder<unknown>, cursorText: string | undefined) {
  const cursor = as === 'text' ? readTextCursor(cursorText) : readCursor(cursorText)
  const key = as === 'text' ? sql`lower(${by}) collate "C"` : by
  const from = as === 'text' ? (text: string) => sql`${text}` : (text: string) => sql`${text}::bigint`
  const [sign, direction] = as === 'largest' ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  return {
    key: sql<string>`${key}::text`,
    after: cursor ? sql`(${key}, ${id}) ${sign} (${from(cursor.key)}, ${cursor.id})` : sql`true`,
    orderBy: sql`${key} ${direction}, ${id} ${direction}`,
  }
}
