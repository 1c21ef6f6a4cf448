import { sizeOf } from './table-index.ts'
import type { DecisionPoint, DecisionTable } from './types.ts'

/** A shipped table: `key=name` words per point, and one outcome key per combination with the first point slowest. */
export interface CompactTable {
  id: string
  name: string
  source: string
  points: readonly CompactPoint[]
  outcome: CompactPoint
  outcomes: string
}

interface CompactPoint {
  id: string
  name: string
  /** `N=No, Y=Yes`, least severe first. */
  values: string
}

/** Unfolds a shipped table. Throws where the data is wrong: that is a bug of ours. */
export function unfoldTable(compact: CompactTable): DecisionTable {
  const points = compact.points.map(unfoldPoint)
  const outcome = unfoldPoint(compact.outcome)
  const keys = compact.outcomes.trim().split(/\s+/)
  const outcomes = Uint8Array.from(keys, (key) => {
    const index = outcome.values.findIndex((value) => value.key === key)
    if (index < 0) throw new Error(`table ${compact.id} has no outcome ${key}`)
    return index
  })
  if (outcomes.length !== sizeOf({ points })) throw new Error(`table ${compact.id} is not complete`)
  return { id: compact.id, name: compact.name, source: compact.source, points, outcome, outcomes }
}

function unfoldPoint(compact: CompactPoint): DecisionPoint {
  const values = compact.values.split(', ').map((word) => {
    const [key = '', name = ''] = word.split('=')
    return { key, name }
  })
  return { id: compact.id, name: compact.name, values }
}
