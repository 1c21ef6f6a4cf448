import type { FindingColumns, WordColumn } from './columns.ts'
import type { Conditions } from './conditions.ts'

/** So many findings are known one by one; of more only their number. */
const MOST_MEMBERS = 5_000

/** The findings that fulfil a filter: how many, how many per value of each facet, and which, where they are few. Kept right as findings change. */
export class Selection {
  total = 0
  /** Places of the findings while they are few. */
  members: Set<number> | undefined = new Set()
  readonly conditions: Conditions
  readonly #columns: FindingColumns
  readonly #facetColumns: Readonly<Record<string, WordColumn>>
  /** Counted when they are first asked for: a page needs none. */
  #facets: readonly Facet[] | undefined

  constructor(columns: FindingColumns, conditions: Conditions, facets: Readonly<Record<string, WordColumn>>) {
    this.conditions = conditions
    this.#columns = columns
    this.#facetColumns = facets
    conditions.prepare()
    const { failed } = conditions.judgeAll(columns.size)
    for (let place = 0; place < columns.size; place++)
      if (failed[place] === 0 && columns.alive[place] === 1) this.#countMember(place, 1)
  }

  /** Takes in the finding at `place` as it is now. */
  add(place: number): void {
    this.#count(place, 1)
  }

  /** Lets go of the finding at `place`, which is as it was when it was taken in. */
  drop(place: number): void {
    this.#count(place, -1)
  }

  /** The values of a facet with their counts, most first; those of a facet the filter names as if it did not. */
  valuesOf(key: string, most: number): { value: string; count: number }[] {
    this.#facets ??= this.#countFacets()
    const facet = this.#facets.find((one) => one.key === key)
    if (!facet) return []
    const found: { value: string; count: number }[] = []
    facet.column.dictionary.values.forEach((value, code) => {
      const count = facet.counts[code] ?? 0
      if (count > 0) found.push({ value, count })
    })
    return found.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, most)
  }

  #countFacets(): Facet[] {
    const { size, alive } = this.#columns
    this.conditions.prepare()
    const { failed, which } = this.conditions.judgeAll(size)
    return Object.entries(this.#facetColumns).map(([key, column]) => {
      const own = this.conditions.numberOf(key)
      const counts = new Uint32Array(Math.max(64, column.dictionary.values.length))
      for (let place = 0; place < size; place++) {
        if (alive[place] !== 1 || failed[place]! > 1 || (failed[place] === 1 && which[place] !== own)) continue
        counts[column.codes[place]!]!++
      }
      return { key, column, counts }
    })
  }

  #count(place: number, by: 1 | -1): void {
    const failing = this.conditions.failing(place)
    if (failing === null) return
    if (failing === undefined) this.#countMember(place, by)
    for (const facet of this.#facets ?? []) if (failing === undefined || failing === facet.key) tally(facet, place, by)
  }

  #countMember(place: number, by: 1 | -1): void {
    this.total += by
    if (by === -1) this.members?.delete(place)
    else this.members?.add(place)
    if (this.members && this.members.size > MOST_MEMBERS) this.members = undefined
  }
}

interface Facet {
  key: string
  column: WordColumn
  counts: Uint32Array
}

function tally(facet: Facet, place: number, by: 1 | -1): void {
  const code = facet.column.codes[place]!
  if (code >= facet.counts.length) {
    const wider = new Uint32Array(Math.max(code + 1, facet.counts.length * 2))
    wider.set(facet.counts)
    facet.counts = wider
  }
  facet.counts[code]! += by
}
