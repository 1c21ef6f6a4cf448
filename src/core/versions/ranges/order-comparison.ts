import type { Interval } from '../types.ts'

/** `<`, `<=`, `>` and `>=` mean the same in every syntax; `undefined` for any other operator. */
export function orderComparison(operator: string, version: string): Interval | undefined {
  switch (operator) {
    case '<':
      return { max: version }
    case '<=':
      return { max: version, maxInclusive: true }
    case '>':
      return { min: version, minExclusive: true }
    case '>=':
      return { min: version }
    default:
      return undefined
  }
}

/** One version and no other. */
export function exactly(version: string): Interval {
  return { min: version, max: version, maxInclusive: true }
}
