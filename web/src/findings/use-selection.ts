import type { FindingRow } from '@contract/findings.ts'
import { useState } from 'react'
import type { Rows } from '../lists/use-rows.ts'

/** Findings that somebody picked of a list, or all under its filter. */
export interface Selection {
  /** `all`: everything under the filter, also what is not loaded. */
  all: boolean
  count: number
  has: (id: string) => boolean
  toggle: (id: string) => void
  /** Picks all from the one picked last to this one. */
  extend: (id: string) => void
  pickAll: () => void
  clear: () => void
}

interface Picked {
  ids: ReadonlySet<string>
  all: boolean
  last: { id: string; place: number } | undefined
  filter: string
}

/** Another filter is another list: nothing of it is picked yet. */
export function useSelection(filter: string, rows: Rows<FindingRow>): Selection & { ids: string[] } {
  const none: Picked = { ids: new Set(), all: false, last: undefined, filter }
  const [kept, pick] = useState(none)
  const { ids, all, last } = kept.filter === filter ? kept : none
  const put = (next: Iterable<string>, by: string) =>
    pick({ ids: new Set(next), all: false, last: { id: by, place: rows.placeOf(by) ?? 0 }, filter })
  const here = () => (all ? rows.loaded().map(({ id }) => id) : ids)
  return {
    all,
    ids: [...ids],
    count: all ? (rows.total ?? 0) : ids.size,
    has: (id) => all || ids.has(id),
    toggle(id) {
      const next = new Set(here())
      if (!next.delete(id)) next.add(id)
      put(next, id)
    },
    extend(id) {
      const to = rows.placeOf(id)
      if (to === undefined) return
      const from = last === undefined ? to : (rows.placeOf(last.id) ?? last.place)
      // What lies between may not be here.
      void rows.between(Math.min(from, to), Math.max(from, to)).then((found) => put([...here(), ...found], id))
    },
    pickAll: () => pick({ ...none, all: true }),
    clear: () => pick(none),
  }
}
