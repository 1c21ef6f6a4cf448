import { type Bits, countBits, hasBit, intersect, placesOf } from './bits.ts'
import type { FindingColumns } from './columns.ts'
import type { Condition } from './conditions.ts'
import { First } from './first.ts'
import { countsOf, type WordColumn } from './word-column.ts'

/** The findings that fulfil a filter, as the columns are now. */
export class Selection {
  readonly total: number
  readonly #places: Bits
  readonly #alive: Bits
  readonly #conditions: readonly Condition[]
  readonly #counts = new Map<string, Uint32Array>()
  readonly #kept = new Map<string, unknown>()

  constructor(columns: FindingColumns, conditions: readonly Condition[]) {
    this.#conditions = conditions
    this.#alive = columns.alive()
    this.#places = this.placesWithout(undefined)
    this.total = countBits(this.#places)
  }

  has(place: number): boolean {
    return hasBit(this.#places, place)
  }

  /** What was worked out of these findings once, under a name, for who asks again. */
  keep<T>(name: string, work: () => T): T {
    if (!this.#kept.has(name)) this.#kept.set(name, work())
    return this.#kept.get(name) as T
  }

  /** Places of the findings. */
  places(): Uint32Array<ArrayBuffer> {
    return placesOf(this.#places, this.total)
  }

  /** Places of the findings that fulfil every condition but those on a key; not to be changed. */
  placesWithout(key: string | undefined): Bits {
    if (key !== undefined && !this.#conditions.some((condition) => condition.key === key)) return this.#places
    const places = this.#alive.slice()
    for (const condition of this.#conditions) if (condition.key !== key) intersect(places, condition.places)
    return places
  }

  /** The first `most` values of a facet by their counts; those of a facet that the filter names are counted as if it did not. */
  valuesOf(key: string, column: WordColumn, most: number): ValueCount[] {
    const counts = this.#counts.get(key) ?? countsOf(column, this.placesWithout(key))
    this.#counts.set(key, counts)
    return mostFirst(column, counts, most)
  }
}

/** A value and how many have it. */
export interface ValueCount {
  value: string
  count: number
}

/** The first `most` words of a column by their counts, which are by code; words that nothing has are left out. */
export function mostFirst({ dictionary }: WordColumn, counts: Uint32Array, most: number): ValueCount[] {
  const first = new First<ValueCount>(most, (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  for (let code = 0; code < counts.length; code++)
    if (counts[code]! > 0) first.add({ value: dictionary.values[code]!, count: counts[code]! })
  return first.items
}
