import { First } from './first.ts'

/** What findings are grouped by, with the whole number it is sorted by, largest first; among equals by id, last first. */
export interface Ranked {
  id: string
  key: number
}

/**
 * The first `most` after a position, in order, and how many there are in all: one pass, however many there are. Keys are
 * by the ids' codes; `NaN` is none.
 */
export function firstRanked(
  keys: Float64Array,
  ids: readonly string[],
  most: number,
  after?: Ranked,
): { first: Ranked[]; total: number } {
  const first = new First(most, compare)
  let total = 0
  let least = Number.NEGATIVE_INFINITY
  for (let code = 0; code < keys.length; code++) {
    const key = keys[code]!
    if (Number.isNaN(key)) continue
    total++
    // What comes behind all that are taken is not even made.
    if (key < least) continue
    const one = { id: ids[code]!, key }
    if (after && compare(after, one) >= 0) continue
    first.add(one)
    least = first.items[most - 1]?.key ?? least
  }
  return { first: first.items, total }
}

/** All of them in order, for who asks for a place far behind. */
export function sortRanked(keys: Float64Array, ids: readonly string[]): Ranked[] {
  const all: Ranked[] = []
  for (let code = 0; code < keys.length; code++)
    if (!Number.isNaN(keys[code])) all.push({ id: ids[code]!, key: keys[code]! })
  return all.sort(compare)
}

/** So many of them after a position and beyond `offset` more. */
export function rankedFrom(
  sorted: readonly Ranked[],
  most: number,
  offset: number,
  after?: Ranked,
): { first: Ranked[]; total: number } {
  const next = after ? sorted.findIndex((one) => compare(after, one) < 0) : 0
  const start = (next < 0 ? sorted.length : next) + offset
  return { first: sorted.slice(start, start + most), total: sorted.length }
}

/** Negative where `a` comes first. */
function compare(a: Ranked, b: Ranked): number {
  if (a.key !== b.key) return b.key - a.key
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1
}
