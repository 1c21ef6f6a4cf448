import { placesOf } from './bits.ts'
import { mostFirst, type Selection, type ValueCount } from './selection.ts'
import type { WordColumn } from './word-column.ts'

/** Facets of which vulnerabilities and fix actions are counted: those with few values. */
export const groupFacetKeys = ['decision', 'exposure', 'kev', 'exploitation', 'ecosystem', 'fix'] as const

/**
 * How many groups, by a column of their ids, the selected findings of each value of a facet belong to, most first; the values of a facet that the
 * filter names are counted as if it did not.
 */
export function countGroups(selection: Selection, group: WordColumn, key: string, column: WordColumn): ValueCount[] {
  const none = group.dictionary.values.indexOf('')
  const ids = group.dictionary.values.length
  const met = new Uint8Array(column.dictionary.values.length * ids)
  const counts = new Uint32Array(column.dictionary.values.length)
  for (const place of placesOf(selection.placesWithout(key))) {
    const id = group.codes[place]!
    const value = column.codes[place]!
    if (id === none || met[value * ids + id] === 1) continue
    met[value * ids + id] = 1
    counts[value]!++
  }
  return mostFirst(column, counts, Number.POSITIVE_INFINITY)
}
