import { Dictionary } from './dictionary.ts'

const FIRST_ROWS = 1_024

/** A column of words: each row's code in the dictionary. */
export interface WordColumn {
  readonly dictionary: Dictionary
  codes: Uint32Array
}

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
  /** 1 where a place holds a finding. */
  alive = new Uint8Array(FIRST_ROWS)
  /** Places given so far; a removed finding's place is given again. */
  size = 0
  readonly #places = new Map<number, number>()
  readonly #free: number[] = []

  constructor(words: number, keys: number) {
    this.words = Array.from({ length: words }, () => ({
      dictionary: new Dictionary(),
      codes: new Uint32Array(FIRST_ROWS),
    }))
    this.keys = Array.from({ length: keys }, () => new Float64Array(FIRST_ROWS))
  }

  placeOf(seq: number): number | undefined {
    return this.#places.get(seq)
  }

  /** Writes a finding and returns its place. */
  put(finding: IndexedFinding): number {
    const place = this.#places.get(finding.seq) ?? this.#newPlace(finding.seq)
    this.words.forEach(({ dictionary, codes }, column) => {
      codes[place] = dictionary.code(finding.words[column] ?? '')
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
    this.alive[place] = 0
    this.#free.push(place)
  }

  #newPlace(seq: number): number {
    const place = this.#free.pop() ?? this.size++
    if (place >= this.seqs.length) this.#grow()
    this.#places.set(seq, place)
    this.seqs[place] = seq
    this.alive[place] = 1
    return place
  }

  #grow(): void {
    const length = this.seqs.length * 2
    this.seqs = widened(this.seqs, new Float64Array(length))
    this.alive = widened(this.alive, new Uint8Array(length))
    for (const column of this.words) column.codes = widened(column.codes, new Uint32Array(length))
    this.keys.forEach((keys, column) => {
      this.keys[column] = widened(keys, new Float64Array(length))
    })
  }
}

function widened<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
