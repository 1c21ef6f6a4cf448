import type { DecisionTable } from './types.ts'

/** Place of a combination of value indexes in `outcomes`: mixed radix, the first point turns slowest. */
export function placeOf(table: Pick<DecisionTable, 'points'>, choice: readonly number[]): number {
  let place = 0
  table.points.forEach((point, index) => {
    place = place * point.values.length + (choice[index] ?? 0)
  })
  return place
}

/** The combination at a place: the inverse of `placeOf`. */
export function choiceAt(table: Pick<DecisionTable, 'points'>, place: number): number[] {
  const choice: number[] = []
  let rest = place
  for (let index = table.points.length - 1; index >= 0; index--) {
    const size = table.points[index]?.values.length ?? 1
    choice[index] = rest % size
    rest = Math.floor(rest / size)
  }
  return choice
}

export function sizeOf(table: Pick<DecisionTable, 'points'>): number {
  return table.points.reduce((size, point) => size * point.values.length, 1)
}
