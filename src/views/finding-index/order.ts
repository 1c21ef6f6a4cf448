import { type Bits, hasBit, placesOf, setBit, wordsFor } from './bits.ts'
import type { FindingColumns } from './columns.ts'
import { First } from './first.ts'
import { largestFirst, radixOrder, type SortColumn } from './radix.ts'
import type { WordColumn } from './word-column.ts'

/** So many are sorted digit by digit; fewer are sooner compared. */
const MANY = 4_096

/** Where a page ended: what its last finding was sorted by, and its number. */
export interface Position {
  key: string
  seq: number
}

/** By what findings are sorted: a key column, largest first, or a column of words in their order. */
export type SortBy = { kind: 'key'; column: number } | { kind: 'word'; column: WordColumn }

/** All findings in one order, newer numbers first among equals; kept right as findings change. */
export class Order {
  readonly #columns: FindingColumns
  readonly #by: SortBy
  #sorted = new Uint32Array(0)
  /** Place of each word in the order of words. */
  #ranks = new Uint32Array(0)
  readonly #changed = new Set<number>()
  #whole = true

  constructor(columns: FindingColumns, by: SortBy) {
    this.#columns = columns
    this.#by = by
  }

  /** The finding at `place` came, changed or went. */
  note(place: number): void {
    if (!this.#whole) this.#changed.add(place)
  }

  /** Places in order. */
  places(): Uint32Array {
    if (this.#by.kind === 'word' && this.#by.column.dictionary.values.length !== this.#ranks.length) this.#whole = true
    if (this.#whole || this.#changed.size > this.#sorted.length / 4) this.#sortAll()
    else if (this.#changed.size > 0) this.#mend()
    return this.#sorted
  }

  /** Which of two places comes first: negative for `a`. */
  compare = (a: number, b: number): number => {
    if (this.#by.kind === 'key') {
      const keys = this.#columns.keys[this.#by.column]!
      if (keys[a] !== keys[b]) return keys[a]! > keys[b]! ? -1 : 1
    } else {
      const { codes } = this.#by.column
      const difference = this.#ranks[codes[a]!]! - this.#ranks[codes[b]!]!
      if (difference !== 0) return difference
    }
    return this.#columns.seqs[b]! - this.#columns.seqs[a]!
  }

  positionOf(place: number): Position {
    const key =
      this.#by.kind === 'key'
        ? String(this.#columns.keys[this.#by.column]![place])
        : this.#by.column.dictionary.values[this.#by.column.codes[place]!]!
    return { key, seq: this.#columns.seqs[place]! }
  }

  /** Tells of a place whether its finding comes after a position, whose finding may have changed meanwhile. */
  after({ key, seq }: Position): (place: number) => boolean {
    const { seqs } = this.#columns
    if (this.#by.kind === 'key') {
      const keys = this.#columns.keys[this.#by.column]!
      const limit = Number(key)
      return (place) => (keys[place] === limit ? seqs[place]! < seq : keys[place]! < limit)
    }
    const { codes, dictionary } = this.#by.column
    return (place) => {
      const word = dictionary.values[codes[place]!]!
      return word === key ? seqs[place]! < seq : word > key
    }
  }

  /** The first `most` of some places, after a position. */
  first(places: Uint32Array, most: number, position?: Position): number[] {
    const first = new First<number>(most, this.compare)
    const isAfter = position ? this.after(position) : () => true
    for (const place of places) if (isAfter(place)) first.add(place)
    return first.items
  }

  /** Index of a finding in `places()`. */
  indexOf(place: number): number {
    return this.indexAfter(this.positionOf(place)) - 1
  }

  /** Index in `places()` of the first finding after a position. */
  indexAfter(position: Position): number {
    const places = this.places()
    const isAfter = this.after(position)
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isAfter(places[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }

  #sortAll(): void {
    if (this.#by.kind === 'word') this.#ranks = ranksOf(this.#by.column.dictionary.values)
    const places = placesOf(this.#columns.alive())
    this.#sorted = places.length < MANY ? places.sort(this.compare) : this.#sortMany(places)
    this.#changed.clear()
    this.#whole = false
  }

  /** As {@link compare} has it. */
  #sortMany(places: Uint32Array): Uint32Array<ArrayBuffer> {
    const { seqs } = this.#columns
    const newestFirst = places.map((_, at) => places.length - 1 - at)
    // Most places are given in the order of the numbers.
    const numbers = isAscending(seqs, places) ? [] : largestFirst(seqs, places)
    const order = radixOrder(newestFirst, [...numbers, ...this.#sortColumns(places)])
    return order.map((at) => places[at]!)
  }

  #sortColumns(places: Uint32Array): SortColumn[] {
    if (this.#by.kind === 'key') return largestFirst(this.#columns.keys[this.#by.column]!, places)
    const { codes } = this.#by.column
    return [places.map((place) => this.#ranks[codes[place]!]!)]
  }

  /** Takes the changed ones out and puts them in again where they belong now; what lies between two is copied whole. */
  #mend(): void {
    const kept = this.#unchanged()
    const moved = Uint32Array.from(this.#changed).filter((place) => hasBit(this.#columns.alive(), place))
    moved.sort(this.compare)
    const mended = new Uint32Array(kept.length + moved.length)
    let from = 0
    moved.forEach((place, number) => {
      const to = this.#placeIn(kept, place, from)
      mended.set(kept.subarray(from, to), from + number)
      mended[to + number] = place
      from = to
    })
    mended.set(kept.subarray(from), from + moved.length)
    this.#sorted = mended
    this.#changed.clear()
  }

  #unchanged(): Uint32Array {
    const changed: Bits = new Uint32Array(wordsFor(this.#columns.size))
    for (const place of this.#changed) setBit(changed, place)
    const kept = new Uint32Array(this.#sorted.length)
    let count = 0
    for (const place of this.#sorted) {
      kept[count] = place
      count += 1 - ((changed[place >>> 5]! >>> (place & 31)) & 1)
    }
    return kept.subarray(0, count)
  }

  /** Index of the first of `sorted`, from an index on, that comes after a place. */
  #placeIn(sorted: Uint32Array, place: number, from: number): number {
    let low = from
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.compare(sorted[middle]!, place) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function isAscending(numbers: Float64Array, places: Uint32Array): boolean {
  for (let at = 1; at < places.length; at++) if (numbers[places[at]!]! < numbers[places[at - 1]!]!) return false
  return true
}

function ranksOf(words: readonly string[]): Uint32Array<ArrayBuffer> {
  const order = words.map((_, code) => code).sort((a, b) => (words[a]! < words[b]! ? -1 : 1))
  const ranks = new Uint32Array(words.length)
  order.forEach((code, rank) => {
    ranks[code] = rank
  })
  return ranks
}
