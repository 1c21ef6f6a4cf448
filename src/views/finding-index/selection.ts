import { type Bits, clearBit, countBits, hasBit, intersect, placesOf, setBit, widened, wordsFor } from './bits.ts'
import { copyOf, emptyBits, giveBack } from './bits-pool.ts'
import type { FindingColumns } from './columns.ts'
import type { Condition } from './condition.ts'
import { First } from './first.ts'
import { GroupKeys } from './group-keys.ts'
import { countsOf, countsOfThese, type WordColumn } from './word-column.ts'

/** So few findings are counted by a facet in less time than what is kept of them takes. */
const FEW = 1_000

const none: Bits = new Uint32Array(0)

/** The findings that fulfil a filter; kept right as findings come, change and go. */
export class Selection {
  readonly #columns: FindingColumns
  readonly conditions: readonly Condition[]
  readonly #facets = new Map<string, { column: WordColumn; counts: Uint32Array }>()
  readonly #groups = new Map<string, GroupKeys>()
  readonly #kept = new Map<string, unknown>()
  #places: Bits
  #total: number

  constructor(columns: FindingColumns, conditions: readonly Condition[]) {
    this.#columns = columns
    this.conditions = conditions
    this.#places = fulfilling(columns.alive(), conditions)
    this.#total = countBits(this.#places)
  }

  get total(): number {
    return this.#total
  }

  has(place: number): boolean {
    return hasBit(this.#places, place)
  }

  /** What was worked out of these findings once, under a name, for who asks again before one of them changes, or one comes or goes. */
  keep<T>(name: string, work: () => T): T {
    if (!this.#kept.has(name)) this.#kept.set(name, work())
    return this.#kept.get(name) as T
  }

  /** Places of the findings. */
  places(): Uint32Array<ArrayBuffer> {
    return placesOf(this.#places, this.#total)
  }

  /** Places of those that have one of the words with these codes. */
  placesWith(column: WordColumn, codes: readonly number[]): Uint32Array<ArrayBuffer> {
    const having = column.placesWith(codes, this.#columns.size)
    intersect(having, this.#places)
    const places = placesOf(having)
    giveBack(having)
    return places
  }

  /** Places of the findings that fulfil every condition but those on a key; not to be changed, nor kept. */
  placesWithout(key: string): Bits {
    if (!this.#names(key)) return this.#places
    const places = this.#columns.aliveForNow()
    for (const condition of this.conditions) if (condition.key !== key) intersect(places, condition.places)
    return places
  }

  /** The first `most` values of a facet by their counts; those of a facet that the filter names are counted as if it did not. */
  valuesOf(key: string, column: WordColumn, most: number): ValueCount[] {
    return this.keep(`${most} of ${key}`, () => {
      if (this.#total <= FEW && !this.#names(key) && !this.#facets.has(key)) return this.#valuesOfFew(column, most)
      const facet = this.#facets.get(key) ?? { column, counts: this.#countsOf(key, column) }
      this.#facets.set(key, facet)
      return mostFirst(column, facet.counts, most)
    })
  }

  #countsOf(key: string, column: WordColumn): Uint32Array {
    if (this.#names(key)) return countsOf(column, this.placesWithout(key))
    // Few are listed once for all facets: each would look through the places of all for them.
    if (this.#total < this.#places.length) return countsOfThese(column, this.#listed())
    return countsOf(column, this.#places, this.#total)
  }

  #listed(): Uint32Array {
    return this.keep('places', () => this.places())
  }

  /** Few are counted when they are asked for: there may be many more words than places, and nothing need be kept right. */
  #valuesOfFew(column: WordColumn, most: number): ValueCount[] {
    const counts = new Map<number, number>()
    for (const place of this.#listed()) {
      const code = column.codes[place]!
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    const first = firstValues(most)
    for (const [code, count] of counts) first.add({ value: column.dictionary.values[code]!, count })
    return first.items
  }

  #names(key: string): boolean {
    return this.conditions.some((condition) => condition.key === key)
  }

  /** Keys of what findings are grouped by, under a name; `rank` makes them for the findings at places. */
  groupKeys(name: string, column: WordColumn, rank: (places: Uint32Array) => Float64Array): Float64Array {
    const keys = this.#groups.get(name) ?? new GroupKeys(column, rank)
    this.#groups.set(name, keys)
    return keys.under(this)
  }

  /** To be called when nobody will ask it any more. */
  release(): void {
    giveBack(this.#places)
    this.#places = none
  }

  /** To be called before the finding at a place changes or goes. */
  leave(place: number): void {
    const without = this.#failedBy(place)
    if (without === 'several') return
    this.#kept.clear()
    if (without === undefined) {
      clearBit(this.#places, place)
      this.#total--
      for (const group of this.#groups.values()) group.note(place)
    }
    this.#count(place, without, -1)
  }

  /** To be called when a finding came to a place, or changed, and its conditions know of it. */
  enter(place: number): void {
    this.#makeRoom(place)
    const without = this.#failedBy(place)
    if (without === 'several') return
    this.#kept.clear()
    if (without === undefined) {
      setBit(this.#places, place)
      this.#total++
      for (const group of this.#groups.values()) group.note(place)
    }
    this.#count(place, without, 1)
  }

  /** The key of the only condition that the finding at a place does not fulfil; `undefined`: there is none. */
  #failedBy(place: number): string | undefined | 'several' {
    let failed: string | undefined
    for (const { key, places } of this.conditions) {
      if (hasBit(places, place)) continue
      if (failed !== undefined) return 'several'
      failed = key
    }
    return failed
  }

  /** Who fails one condition only is counted by the facet of its key. */
  #count(place: number, without: string | undefined, change: 1 | -1): void {
    for (const [key, facet] of this.#facets) {
      if (without !== undefined && without !== key) continue
      const code = facet.column.codes[place]!
      if (code >= facet.counts.length) facet.counts = widened(facet.counts, facet.column.dictionary.values.length)
      facet.counts[code]! += change
    }
  }

  #makeRoom(place: number): void {
    const words = wordsFor(place + 1)
    if (words <= this.#places.length) return
    // As much as the columns have, so that this is seldom.
    this.#places = widened(this.#places, Math.max(words, wordsFor(this.#columns.seqs.length)))
  }
}

/** A set of its own of those of the places that fulfil all conditions. */
function fulfilling(alive: Bits, conditions: readonly Condition[]): Bits {
  const sparse = conditions.find(({ isSparse }) => isSparse)
  if (!sparse) {
    const places = copyOf(alive)
    for (const condition of conditions) intersect(places, condition.places)
    return places
  }
  const places = emptyBits(alive.length)
  for (let word = 0; word < alive.length; word++) {
    // Of few most words are passed over, and the other sets never looked at.
    let bits = sparse.places[word]!
    if (bits === 0) continue
    bits &= alive[word]!
    for (const condition of conditions) bits &= condition.places[word]!
    places[word] = bits
  }
  return places
}

/** A value and how many have it. */
export interface ValueCount {
  value: string
  count: number
}

/** The first `most` words of a column by their counts, which are by code; words that nothing has are left out. */
export function mostFirst(column: WordColumn, counts: Uint32Array, most: number): ValueCount[] {
  const first = firstValues(most)
  // Of very many words few come among the first.
  let least = 1
  for (let code = 0; code < counts.length; code++) {
    if (counts[code]! < least) continue
    first.add({ value: column.dictionary.values[code]!, count: counts[code]! })
    if (first.items.length === most) least = first.items[most - 1]!.count
  }
  return first.items
}

function firstValues(most: number): First<ValueCount> {
  return new First(most, (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
