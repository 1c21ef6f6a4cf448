import type { Bits } from './bits.ts'
import type { WordColumn } from './word-column.ts'

/** Words of a column that a filter asks for; words that come to the column later are judged when they are met. */
export class WantedWords {
  readonly #column: WordColumn
  readonly #codes: readonly number[]
  readonly #isWanted: (word: string) => boolean
  /** 1 for each code whose word is wanted. */
  #flags: Uint8Array

  /** `codes`: those of the wanted words that are there. */
  constructor(column: WordColumn, codes: readonly number[], isWanted: (word: string) => boolean) {
    this.#column = column
    this.#codes = codes
    this.#isWanted = isWanted
    this.#flags = new Uint8Array(column.dictionary.values.length)
    for (const code of codes) this.#flags[code] = 1
  }

  /** Places that had one of them when this was made, among the first `size`; not to be changed. */
  placesAmong(size: number): Bits {
    return this.#column.placesWith(this.#codes, size)
  }

  /** True when the place has one of them now. */
  has(place: number): boolean {
    const code = this.#column.codes[place]!
    if (code >= this.#flags.length) this.#learn()
    return this.#flags[code] === 1
  }

  #learn(): void {
    const { values } = this.#column.dictionary
    const flags = new Uint8Array(values.length)
    flags.set(this.#flags)
    for (let code = this.#flags.length; code < values.length; code++)
      flags[code] = this.#isWanted(values[code]!) ? 1 : 0
    this.#flags = flags
  }
}
