import type { WordColumn } from './word-column.ts'

interface Selected {
  /** Places of the findings. */
  places(): Uint32Array
  /** Places of those that have one of the words with these codes. */
  placesWith(column: WordColumn, codes: readonly number[]): Uint32Array
}

/** The sort keys of what selected findings are grouped by, by its code; only those of groups that changed are made anew. */
export class GroupKeys {
  readonly #column: WordColumn
  readonly #rank: (places: Uint32Array) => Float64Array
  readonly #changed = new Set<number>()
  #keys: Float64Array | undefined

  /** `rank`: the keys of the groups that findings at these places belong to; `NaN` for all others. */
  constructor(column: WordColumn, rank: (places: Uint32Array) => Float64Array) {
    this.#column = column
    this.#rank = rank
  }

  /** A finding came to, changed at, or is about to leave a place. */
  note(place: number): void {
    if (this.#keys) this.#changed.add(this.#column.codes[place]!)
  }

  /** The keys for the findings of a selection. */
  under(selection: Selected): Float64Array {
    if (!this.#keys) this.#keys = this.#rank(selection.places())
    else if (this.#changed.size > 0) this.#keys = this.#mended(this.#keys, selection)
    this.#changed.clear()
    return this.#keys
  }

  #mended(before: Float64Array, selection: Selected): Float64Array {
    const ranked = this.#rank(selection.placesWith(this.#column, [...this.#changed]))
    const keys = new Float64Array(this.#column.dictionary.values.length).fill(Number.NaN)
    keys.set(before)
    for (const code of this.#changed) keys[code] = ranked[code]!
    return keys
  }
}
