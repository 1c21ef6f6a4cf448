import type { Bits } from './bits.ts'
import type { WordColumn } from './word-column.ts'

/** One word in so many, of a column that has many. */
const FEW = 64

/** Words of a column that a filter asks for; words that come to the column later are judged when they are met. */
export class WantedWords {
  readonly #column: WordColumn
  readonly #codes: readonly number[]
  readonly #isWanted: (word: string) => boolean
  /** How many words there were when this was made: what is wanted of them is known. */
  readonly #known: number
  /** 1 for each code whose word is wanted; made when one is asked for, which of most filters none is. */
  #flags: Uint8Array | undefined

  /** `codes`: those of the wanted words that are there. */
  constructor(column: WordColumn, codes: readonly number[], isWanted: (word: string) => boolean) {
    this.#column = column
    this.#codes = codes
    this.#isWanted = isWanted
    this.#known = column.dictionary.values.length
  }

  /** Places that had one of them when this was made, among the first `size`. */
  placesAmong(size: number): Bits {
    return this.#column.placesWith(this.#codes, size)
  }

  /** True where they are one in many of the column's. */
  get areFew(): boolean {
    return !this.#column.sets && this.#codes.length * FEW < this.#known
  }

  /** Adds those places to a set. */
  addPlacesAmong(found: Bits, size: number): void {
    this.#column.addPlaces(found, this.#codes, size)
  }

  /** True when the place has one of them now. */
  has(place: number): boolean {
    const code = this.#column.codes[place]!
    if (this.#flags === undefined || code >= this.#flags.length) this.#flags = this.#learnt()
    return this.#flags[code] === 1
  }

  #learnt(): Uint8Array {
    const { values } = this.#column.dictionary
    const flags = new Uint8Array(values.length)
    for (const code of this.#codes) flags[code] = 1
    for (let code = this.#known; code < values.length; code++) flags[code] = this.#isWanted(values[code]!) ? 1 : 0
    return flags
  }
}
