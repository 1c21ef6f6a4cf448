import type { VersConstraint } from './types.ts'

/** The leading dotted numbers of a version; `undefined` without any or with one beyond exact arithmetic. */
export function numbersOf(version: string): number[] | undefined {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1]?.split('.').map(Number)
  return numbers?.every(Number.isSafeInteger) ? numbers : undefined
}

/** The next version after all those that begin with the numbers, with at least `length` numbers: 1.2 → 1.3.0. */
export function bumped(numbers: readonly number[], length = numbers.length): string {
  const last = numbers.at(-1) ?? 0
  const upper: number[] = [...numbers.slice(0, -1), last + 1]
  while (upper.length < length) upper.push(0)
  return upper.join('.')
}

/** From a version up to, but not including, another. */
export function between(from: string, below: string): VersConstraint[] {
  return [
    { comparator: '>=', version: from },
    { comparator: '<', version: below },
  ]
}

/** How many numbers a caret keeps: up to the leftmost that is not zero. */
export function caretLength(numbers: readonly number[]): number {
  const first = numbers.findIndex((number) => number !== 0)
  return first < 0 ? numbers.length : first + 1
}
