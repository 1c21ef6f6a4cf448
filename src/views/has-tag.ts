import { type RawBuilder, sql } from 'kysely'
import type { FilterTerm } from '#contract'

/** True for an asset that has one of the tags, in any case of their letters; negated: none of them. */
export function hasTag(
  tags: RawBuilder<unknown>,
  { values, not }: Pick<FilterTerm, 'values' | 'not'>,
): RawBuilder<boolean> {
  const wanted = values.map((value) => value.toLowerCase())
  const found = sql<boolean>`exists (select from unnest(${tags}) as t (tag) where lower(t.tag) = any (${wanted}::text[]))`
  return not ? sql<boolean>`not ${found}` : found
}
