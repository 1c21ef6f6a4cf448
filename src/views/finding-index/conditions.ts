import { type Filter, formatFilter } from '#contract'
import { type Bits, intersect, wordsFor } from './bits.ts'
import { emptyBits } from './bits-pool.ts'
import type { Condition } from './condition.ts'
import type { KeptConditions } from './kept-conditions.ts'
import { WantedWords } from './wanted-words.ts'
import type { WordColumn } from './word-column.ts'

type Term = Filter['terms'][number]

/** Which columns a filter's keys compare. */
export interface FilterColumns {
  /** Per key the columns one of which must have the value; a value is compared in lower case unless `exact`, and with each member of a list where something stands `between` them. */
  readonly terms: Readonly<Record<string, { columns: readonly WordColumn[]; exact?: boolean; between?: string }>>
  /** Columns the remaining words are looked for in. */
  readonly text: readonly WordColumn[]
  /** When each is due, negated, in seconds since 1970; `-Infinity` where it is not. Asked anew, for it moves as it grows. */
  readonly due: () => Float64Array
}

/** At most so many words of a filter's text are looked for, as in SQL. */
const MOST_WORDS = 10
const TEXT = 'text'
const DUE = 'due'
const STATE = 'state'

type Part = Omit<Condition, 'id' | 'key'>

/** The findings that a filter is judged for, and when. */
export interface Judged {
  columns: FilterColumns
  /** Of the places, the first so many. */
  size: number
  /** In seconds since 1970. */
  now: number
}

/** The conditions of a filter; a finding must fulfil all. Those that another filter has are not judged again. */
export function judge(filter: Filter, judged: Judged, kept: KeptConditions): Condition[] {
  const byKey = Map.groupBy(termsOf(filter), ({ key }) => key)
  const conditions = [...byKey].map(([key, terms]) => {
    const id = formatFilter({ terms, text: '' })
    return kept.take(key === DUE ? `${id} ${judged.now}` : id, () => ({
      key,
      ...everyOf(terms.map((term) => partOf(term, judged))),
    }))
  })
  const words = filter.text.toLowerCase().split(/\s+/)
  const looked = words.filter((part) => part !== '').slice(0, MOST_WORDS)
  if (looked.length === 0) return conditions
  const { columns, size } = judged
  const text = kept.take(`${TEXT} ${looked.join(' ')}`, () => ({
    key: TEXT,
    ...everyOf(looked.map((word) => textOf(word, columns.text, size))),
  }))
  return [...conditions, text]
}

function termsOf({ terms }: Filter): Term[] {
  const all = terms.some(({ key }) => key === STATE) ? terms : [...terms, openOnly]
  return all.filter(({ key, values }) => key !== STATE || !values.includes('any'))
}

function partOf(term: Term, { columns, size, now }: Judged): Part {
  return term.key === DUE ? dueOf(term, columns.due, size, now) : termOf(term, columns.terms[term.key], size)
}

/** Findings that are dealt with are shown where they are asked for. */
const openOnly = { key: STATE, values: ['open'], not: false }

/** One of the columns must have one of the values; negated, none may. */
function termOf({ values, not }: Term, column: FilterColumns['terms'][string] | undefined, size: number): Part {
  if (!column) return { places: new Uint32Array(wordsFor(size)), isSparse: true, holds: () => false }
  const isWanted = testOf(values, column)
  const some = someOf(
    column.columns.map((one) => {
      const { dictionary } = one
      return new WantedWords(one, column.exact ? dictionary.these(values) : dictionary.those(isWanted), isWanted)
    }),
    size,
  )
  if (!not) return some
  for (let word = 0; word < some.places.length; word++) some.places[word] = ~some.places[word]!
  return { places: some.places, isSparse: false, holds: (place) => !some.holds(place) }
}

function testOf(
  values: readonly string[],
  { exact = false, between }: FilterColumns['terms'][string],
): (word: string) => boolean {
  const wanted = new Set(exact ? values : values.map((value) => value.toLowerCase()))
  if (exact) return (word) => wanted.has(word)
  if (between === undefined) return (word) => wanted.has(word.toLowerCase())
  return (word) =>
    word
      .toLowerCase()
      .split(between)
      .some((member) => wanted.has(member))
}

function textOf(part: string, text: readonly WordColumn[], size: number): Part {
  const having = (column: WordColumn) =>
    new WantedWords(column, column.dictionary.withPart(part), (word) => word.toLowerCase().includes(part))
  return someOf(text.map(having), size)
}

/** Numbers above a limit, as they are now; under a name that no filter's key has. */
export function above(
  name: string,
  numbers: () => Float64Array,
  limit: number,
  size: number,
  kept: KeptConditions,
): Condition {
  return kept.take(`${name} above ${limit}`, () => {
    const places = placesThat(numbers().subarray(0, size), (number) => number > limit)
    return { key: name, places, isSparse: false, holds: (place) => numbers()[place]! > limit }
  })
}

const DAY_SECONDS = 86_400

/** What is due in so many seconds is meant by a word, from the first to below the second; what never is, is due in `Infinity` seconds. */
const dueWords: Readonly<Record<string, readonly [from: number, below: number]>> = {
  overdue: [Number.NEGATIVE_INFINITY, 0],
  today: [0, DAY_SECONDS],
  week: [0, 7 * DAY_SECONDS],
  later: [7 * DAY_SECONDS, Number.POSITIVE_INFINITY],
}
const NEVER = 'none'

function dueOf({ values, not }: Term, due: FilterColumns['due'], size: number, now: number): Part {
  const words = values.map((value) => value.toLowerCase())
  const spans = words.flatMap((word) => (Object.hasOwn(dueWords, word) ? [dueWords[word]!] : []))
  const isNeverMeant = words.includes(NEVER)
  const isMeant = (left: number) => {
    if (left === Number.POSITIVE_INFINITY) return isNeverMeant
    for (const [from, below] of spans) if (left >= from && left < below) return true
    return false
  }
  const holds = (place: number) => isMeant(-due()[place]! - now) !== not
  const places = placesThat(due().subarray(0, size), (key) => isMeant(-key - now) !== not)
  return { places, isSparse: false, holds }
}

/** The places of the numbers that pass a test; a word of them at a time, for there may be millions. */
function placesThat(numbers: Float64Array, passes: (number: number) => boolean): Bits {
  const places = emptyBits(wordsFor(numbers.length))
  for (let word = 0, place = 0; word < places.length; word++) {
    const end = Math.min(place + 32, numbers.length)
    let bits = 0
    for (let bit = 1; place < end; place++, bit <<= 1) if (passes(numbers[place]!)) bits |= bit
    places[word] = bits
  }
  return places
}

function someOf(wanted: readonly WantedWords[], size: number): Part {
  const [first, ...others] = wanted
  const places = first!.placesAmong(size)
  for (const words of others) words.addPlacesAmong(places, size)
  const isSparse = wanted.every((words) => words.areFew)
  if (others.length === 0) return { places, isSparse, holds: (place) => first!.has(place) }
  return { places, isSparse, holds: (place) => wanted.some((words) => words.has(place)) }
}

function everyOf(all: readonly Part[]): Part {
  const [first, ...others] = all
  if (others.length === 0) return first!
  for (const { places } of others) intersect(first!.places, places)
  return {
    places: first!.places,
    isSparse: all.some(({ isSparse }) => isSparse),
    holds: (place) => first!.holds(place) && others.every((other) => other.holds(place)),
  }
}
