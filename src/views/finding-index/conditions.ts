import type { Filter } from '#contract'
import { type Bits, intersect, unite, wordsFor } from './bits.ts'
import type { WordColumn } from './word-column.ts'

/** Which columns a filter's keys compare. */
export interface FilterColumns {
  /** Per key the columns one of which must have the value; a value is compared in lower case unless `exact`. */
  readonly terms: Readonly<Record<string, { columns: readonly WordColumn[]; exact?: boolean }>>
  /** Columns the remaining words are looked for in. */
  readonly text: readonly WordColumn[]
}

/** At most so many words of a filter's text are looked for, as in SQL. */
const MOST_WORDS = 10
const TEXT = 'text'

/** What findings must fulfil for one key of a filter, and the places of those that do; places without a finding among them. */
export interface Condition {
  key: string
  places: Bits
}

/** The conditions of a filter, judged for the first `size` places; a finding must fulfil all. */
export function judge(filter: Filter, { terms, text }: FilterColumns, size: number): Condition[] {
  const conditions = new Map<string, Bits>()
  const add = (key: string, places: Bits) => {
    const there = conditions.get(key)
    if (there) intersect(there, places)
    // What a column hands out is its own.
    else conditions.set(key, places.slice())
  }
  const state = filter.terms.some(({ key }) => key === 'state')
  for (const term of state ? filter.terms : [...filter.terms, openOnly]) {
    if (term.key === 'state' && term.values.includes('any')) continue
    add(term.key, placesOfTerm(term, terms[term.key], size))
  }
  const words = filter.text.toLowerCase().split(/\s+/)
  for (const word of words.filter((part) => part !== '').slice(0, MOST_WORDS)) {
    const withPart = (column: WordColumn) => column.placesWith(column.dictionary.withPart(word), size)
    add(TEXT, anyOf(text.map(withPart), size))
  }
  return [...conditions].map(([key, places]) => ({ key, places }))
}

/** Findings that are dealt with are shown where they are asked for. */
const openOnly = { key: 'state', values: ['open'], not: false }

function placesOfTerm(
  { values, not }: Filter['terms'][number],
  column: FilterColumns['terms'][string] | undefined,
  size: number,
): Bits {
  if (!column) return new Uint32Array(wordsFor(size))
  const having = column.columns.map((one) => {
    const { dictionary } = one
    return one.placesWith(column.exact ? dictionary.these(values) : dictionary.theseInAnyCase(values), size)
  })
  // Of several columns one must have the value; negated, none may.
  const places = anyOf(having, size)
  return not ? places.map((word) => ~word) : places
}

function anyOf(sets: readonly Bits[], size: number): Bits {
  if (sets.length === 1) return sets[0]!
  const all = new Uint32Array(wordsFor(size))
  for (const set of sets) unite(all, set)
  return all
}
