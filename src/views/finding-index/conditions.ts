import type { Filter } from '#contract'
import { type Bits, intersect, wordsFor } from './bits.ts'
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

/** What findings must fulfil for one key of a filter. */
export interface Condition {
  key: string
  /** Places of those that do, when it was judged; places without a finding among them. Its own, to be kept right. */
  places: Bits
  /** Places of few: most words of the set have none. */
  isSparse: boolean
  /** True when the finding at a place fulfils it as it is now. */
  holds(place: number): boolean
}

type Part = Omit<Condition, 'key'>

/** The conditions of a filter at a time in seconds since 1970, judged for the first `size` places; a finding must fulfil all. */
export function judge(filter: Filter, { terms, text, due }: FilterColumns, size: number, now: number): Condition[] {
  const parts = new Map<string, Part[]>()
  const add = (key: string, part: Part) => parts.set(key, [...(parts.get(key) ?? []), part])
  const state = filter.terms.some(({ key }) => key === 'state')
  for (const term of state ? filter.terms : [...filter.terms, openOnly]) {
    if (term.key === 'state' && term.values.includes('any')) continue
    add(term.key, term.key === 'due' ? dueOf(term, due, size, now) : termOf(term, terms[term.key], size))
  }
  const words = filter.text.toLowerCase().split(/\s+/)
  for (const word of words.filter((part) => part !== '').slice(0, MOST_WORDS)) add(TEXT, textOf(word, text, size))
  return [...parts].map(([key, all]) => ({ key, ...everyOf(all) }))
}

/** Findings that are dealt with are shown where they are asked for. */
const openOnly = { key: 'state', values: ['open'], not: false }

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
  return { places: some.places.map((word) => ~word), isSparse: false, holds: (place) => !some.holds(place) }
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
export function above(name: string, numbers: () => Float64Array, limit: number, size: number): Condition {
  const places = placesThat(numbers().subarray(0, size), (number) => number > limit)
  return { key: name, places, isSparse: false, holds: (place) => numbers()[place]! > limit }
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
  const places = new Uint32Array(wordsFor(numbers.length))
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
