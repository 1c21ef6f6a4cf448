const DIGIT_BITS = 16
const DIGITS = 1 << DIGIT_BITS

/** A value for each of the things to be sorted: unsigned whole numbers of 32 bits. */
export type SortColumn = Uint32Array

/**
 * The numbers 0 … n - 1, given in some order, in the order of columns, the last of which weighs most: digit by digit from
 * the lowest, each pass keeping the order of the one before (radix sort, Knuth, The Art of Computer Programming, vol. 3,
 * 5.2.5). Hundreds of thousands take a fifth of the time that comparing them does, and nobody is answered meanwhile.
 */
export function radixOrder(given: Uint32Array<ArrayBuffer>, columns: readonly SortColumn[]): Uint32Array<ArrayBuffer> {
  const count = given.length
  let order = given.slice()
  let next = new Uint32Array(count)
  const starts = new Uint32Array(DIGITS)
  for (const column of columns) {
    for (const shift of [0, DIGIT_BITS]) {
      if (!countDigits(starts, column, shift)) continue
      for (let at = 0; at < count; at++) {
        const number = order[at]!
        next[starts[(column[number]! >>> shift) & (DIGITS - 1)]!++] = number
      }
      ;[order, next] = [next, order]
    }
  }
  return order
}

/** Where each digit's things begin; false where all have the same, so that there is nothing to order. */
function countDigits(starts: Uint32Array, column: SortColumn, shift: number): boolean {
  starts.fill(0)
  for (let number = 0; number < column.length; number++) starts[(column[number]! >>> shift) & (DIGITS - 1)]!++
  let before = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit]!
    if (count === column.length) return false
    starts[digit] = before
    before += count
  }
  return column.length > 0
}

const ALL = 0xffffffff
const SIGN = 0x80000000

/**
 * Columns that sort things by numbers, the largest first: the bits of a number (IEEE 754) sort as the number does once
 * those of a negative one are inverted and the sign of another is set. No number may be NaN.
 */
export function largestFirst(numbers: Float64Array, places: Uint32Array): [low: SortColumn, high: SortColumn] {
  const low = new Uint32Array(places.length)
  const high = new Uint32Array(places.length)
  const one = new Float64Array(1)
  const [lowAt, highAt] = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? [0, 1] : [1, 0]
  const bits = new Uint32Array(one.buffer)
  for (let at = 0; at < places.length; at++) {
    // Zero has two signs and is one number.
    one[0] = numbers[places[at]!]! + 0
    const top = bits[highAt]!
    const isNegative = top >= SIGN
    low[at] = isNegative ? bits[lowAt]! : ALL - bits[lowAt]!
    high[at] = isNegative ? top : ALL - (top + SIGN)
  }
  return [low, high]
}
