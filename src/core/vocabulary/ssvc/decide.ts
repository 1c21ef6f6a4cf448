import { choiceAt, placeOf, sizeOf } from './table-index.ts'
import type { Decision, DecisionInputs, DecisionPoint, DecisionTable } from './types.ts'

const ANY = -1

/**
 * Decides by the table. Where an input is not known every value is tried and the most urgent outcome is taken, so
 * that missing evidence never lowers a priority. Constant in the known part, linear in the unknown combinations.
 */
export function decide(table: DecisionTable, inputs: DecisionInputs): Decision {
  const known = table.points.map((point) => point.values.findIndex((value) => value.key === inputs[point.id]))
  const possible = new Set<number>()
  let best: number[] = []
  let worst = -1
  for (const choice of combinations(table.points, known)) {
    const outcome = outcomeAt(table, choice)
    possible.add(outcome)
    if (outcome >= worst) [worst, best] = [outcome, choice]
  }
  return {
    outcome: valueAt(table.outcome, worst),
    possible: [...possible].sort((a, b) => a - b).map((index) => valueAt(table.outcome, index)),
    used: Object.fromEntries(table.points.map((point, index) => [point.id, valueAt(point, best[index] ?? 0).key])),
    assumed: table.points.filter((_, index) => known[index] === ANY).map((point) => point.id),
    decisive: table.points.filter((_, index) => changesOutcome(table, best, index)).map((point) => point.id),
  }
}

/** A step to a more severe value of one point that lowers the outcome. */
export interface MonotonicityBreak {
  readonly point: string
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** Where a worse input lowers the outcome; empty for a monotone table. Own tables are checked with it before use. */
export function findMonotonicityBreaks(table: DecisionTable): MonotonicityBreak[] {
  const breaks: MonotonicityBreak[] = []
  for (let place = 0; place < sizeOf(table); place++) {
    const choice = choiceAt(table, place)
    table.points.forEach((point, index) => {
      const next = choice.with(index, (choice[index] ?? 0) + 1)
      if ((next[index] ?? 0) >= point.values.length) return
      if (outcomeAt(table, next) >= outcomeAt(table, choice)) return
      breaks.push({ point: point.id, from: keysOf(table, choice), to: keysOf(table, next) })
    })
  }
  return breaks
}

function outcomeAt(table: DecisionTable, choice: readonly number[]): number {
  return table.outcomes[placeOf(table, choice)] ?? 0
}

/** All combinations in rising order, so that of equal outcomes the last has the most severe values. */
function* combinations(points: readonly DecisionPoint[], known: readonly number[], index = 0): Generator<number[]> {
  const point = points[index]
  if (!point) {
    yield []
    return
  }
  const fixed = known[index] ?? ANY
  const values = fixed === ANY ? point.values.map((_, value) => value) : [fixed]
  for (const value of values) for (const tail of combinations(points, known, index + 1)) yield [value, ...tail]
}

function changesOutcome(table: DecisionTable, choice: readonly number[], index: number): boolean {
  const outcome = outcomeAt(table, choice)
  return (table.points[index]?.values ?? []).some((_, value) => outcomeAt(table, choice.with(index, value)) !== outcome)
}

function keysOf(table: DecisionTable, choice: readonly number[]): string[] {
  return table.points.map((point, index) => valueAt(point, choice[index] ?? 0).key)
}

function valueAt(point: DecisionPoint, index: number): DecisionPoint['values'][number] {
  const value = point.values[index]
  if (!value) throw new Error(`decision point ${point.id} has no value ${index}`)
  return value
}
