/** The leading dotted numbers of a version, exact however long; `undefined` without any. */
export function dottedNumbers(version: string): bigint[] | undefined {
  return /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1]?.split('.').map(BigInt)
}

/** The next version after all those that begin with the numbers, with at least `length` places: 1.2 → 1.3.0. */
export function nextOf(numbers: readonly bigint[], length = numbers.length): string {
  return padded(
    numbers.map((number, at) => (at === numbers.length - 1 ? number + 1n : number)),
    length,
  )
}

/** The numbers with zeros behind them up to `length` places. */
export function padded(numbers: readonly bigint[], length: number): string {
  return [...numbers, ...Array<bigint>(Math.max(0, length - numbers.length)).fill(0n)].join('.')
}

/** How many numbers a caret keeps: up to the leftmost that is not zero. */
export function caretLength(numbers: readonly bigint[]): number {
  const first = numbers.findIndex((number) => number !== 0n)
  return first < 0 ? numbers.length : first + 1
}
