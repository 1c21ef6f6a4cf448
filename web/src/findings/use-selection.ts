import type { FindingRow } from '@contract/findings.ts'
import { useState } from 'react'

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
  last: string | undefined
  filter: string
}

/** Another filter is another list: nothing of it is picked yet. */
export function useSelection(
  filter: string,
  rows: readonly FindingRow[],
  total: number,
): Selection & { ids: string[] } {
  const none: Picked = { ids: new Set(), all: false, last: undefined, filter }
  const [kept, pick] = useState(none)
  const { ids, all, last } = kept.filter === filter ? kept : none
  const put = (next: Iterable<string>, by: string) => pick({ ids: new Set(next), all: false, last: by, filter })
  const here = () => (all ? rows.map(({ id }) => id) : ids)
  return {
    all,
    ids: [...ids],
    count: all ? total : ids.size,
    has: (id) => all || ids.has(id),
    toggle(id) {
      const next = new Set(here())
      if (!next.delete(id)) next.add(id)
      put(next, id)
    },
    extend(id) {
      const order = rows.map((row) => row.id)
      const [a, b] = [order.indexOf(last ?? id), order.indexOf(id)].sort((one, other) => one - other)
      put([...here(), ...order.slice(Math.max(0, a!), b! + 1)], id)
    },
    pickAll: () => pick({ ...none, all: true }),
    clear: () => pick(none),
  }
}
