import { type Bits, clearBit, setBit, widened, wordsFor } from './bits.ts'
import { SeqPlaces } from './seq-places.ts'
import { WordColumn } from './word-column.ts'

const FIRST_ROWS = 1_024

/** What is kept of a finding: its number, its words by column and its sort keys by column. */
export interface IndexedFinding {
  /** `finding.seq`. */
  seq: number
  words: readonly string[]
  keys: readonly number[]
}

/** Findings of one workspace, column by column; a row keeps its place as long as the finding exists. */
export class FindingColumns {
  readonly words: readonly WordColumn[]
  readonly keys: Float64Array[]
  seqs = new Float64Array(FIRST_ROWS)
  /** Places given so far; a removed finding's place is given again. */
  size = 0
  #alive: Bits = new Uint32Array(wordsFor(FIRST_ROWS))
  #forNow: Bits = new Uint32Array(0)
  readonly #places = new SeqPlaces()
  readonly #free: number[] = []

  constructor(words: number, keys: number) {
    this.words = Array.from({ length: words }, () => new WordColumn(FIRST_ROWS))
    this.keys = Array.from({ length: keys }, () => new Float64Array(FIRST_ROWS))
  }

  placeOf(seq: number): number | undefined {
    return this.#places.get(seq)
  }

  /** Places that hold a finding; not to be changed. */
  alive(): Bits {
    return this.#alive.subarray(0, wordsFor(this.size))
  }

  /** A copy of them, which is another's as soon as it is asked for again: with millions of findings, making room for one takes as long as filling it. */
  aliveForNow(): Bits {
    const alive = this.alive()
    if (this.#forNow.length !== alive.length) this.#forNow = new Uint32Array(alive.length)
    this.#forNow.set(alive)
    return this.#forNow
  }

  /** Writes a finding and returns its place. */
  put(finding: IndexedFinding): number {
    const place = this.#places.get(finding.seq) ?? this.#newPlace(finding.seq)
    this.words.forEach((column, number) => {
      column.put(place, finding.words[number] ?? '')
    })
    this.keys.forEach((keys, column) => {
      keys[place] = finding.keys[column] ?? Number.NEGATIVE_INFINITY
    })
    return place
  }

  remove(seq: number): void {
    const place = this.#places.get(seq)
    if (place === undefined) return
    this.#places.delete(seq)
    clearBit(this.#alive, place)
    this.#free.push(place)
  }

  #newPlace(seq: number): number {
    const place = this.#free.pop() ?? this.size++
    if (place >= this.seqs.length) this.#grow()
    this.#places.set(seq, place)
    this.seqs[place] = seq
    setBit(this.#alive, place)
    return place
  }

  #grow(): void {
    const length = this.seqs.length * 2
    this.seqs = widenedKeys(this.seqs, length)
    this.#alive = widened(this.#alive, wordsFor(length))
    for (const column of this.words) column.grow(length)
    this.keys.forEach((keys, column) => {
      this.keys[column] = widenedKeys(keys, length)
    })
  }
}

function widenedKeys(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length)
  to.set(from)
  return to
}
