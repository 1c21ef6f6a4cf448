import type { Filter } from '#contract'
import { type Bits, intersect, setBit, unite, wordsFor } from './bits.ts'
import type { WordColumn } from './word-column.ts'

/** Which columns a filter's keys compare. */
export interface FilterColumns {
  /** Per key the columns one of which must have the value; a value is compared in lower case unless `exact`. */
  readonly terms: Readonly<Record<string, { columns: readonly WordColumn[]; exact?: boolean }>>
  /** Columns the remaining words are looked for in. */
  readonly text: readonly WordColumn[]
  /** When each is due, negated, in seconds since 1970; `-Infinity` where it is not. */
  readonly due: Float64Array
}

/** At most so many words of a filter's text are looked for, as in SQL. */
const MOST_WORDS = 10
const TEXT = 'text'

/** What findings must fulfil for one key of a filter, and the places of those that do; places without a finding among them. */
export interface Condition {
  key: string
  places: Bits
}

/** The conditions of a filter at a time in seconds since 1970, judged for the first `size` places; a finding must fulfil all. */
export function judge(filter: Filter, { terms, text, due }: FilterColumns, size: number, now: number): Condition[] {
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
    add(term.key, term.key === 'due' ? placesDue(term, due, size, now) : placesOfTerm(term, terms[term.key], size))
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

const DAY_SECONDS = 86_400

/** Whether what is due in so many seconds is meant by a word; `Infinity`: never. */
const dueWords: Readonly<Record<string, (left: number) => boolean>> = {
  overdue: (left) => left < 0,
  today: (left) => left >= 0 && left < DAY_SECONDS,
  week: (left) => left >= 0 && left < 7 * DAY_SECONDS,
  later: (left) => left >= 7 * DAY_SECONDS && left < Number.POSITIVE_INFINITY,
  none: (left) => left === Number.POSITIVE_INFINITY,
}

function placesDue({ values, not }: Filter['terms'][number], due: Float64Array, size: number, now: number): Bits {
  const meant = values.flatMap((value) => dueWords[value.toLowerCase()] ?? [])
  const places = new Uint32Array(wordsFor(size))
  for (let place = 0; place < size; place++) {
    const left = -due[place]! - now
    if (meant.some((word) => word(left)) !== not) setBit(places, place)
  }
  return places
}

function anyOf(sets: readonly Bits[], size: number): Bits {
  if (sets.length === 1) return sets[0]!
  const all = new Uint32Array(wordsFor(size))
  for (const set of sets) unite(all, set)
  return all
}
