import fc from 'fast-check'
import { expect, it } from 'vitest'
import { largestFirst, radixOrder } from './radix.ts'

const numbers = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, 0.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.integer({ min: -5, max: 5 }),
)

const numbersTo = (end: number) => Uint32Array.from({ length: end }, (_, number) => number)

it('orders as comparing does: by the last column first, equals by those before, then as they were', () => {
  const rows = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.oneof(fc.nat(), fc.nat({ max: 0xffffffff }))), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(rows, (given) => {
      const [first, last] = [0, 1].map((column) => Uint32Array.from(given, (row) => row[column]!))
      const expected = given
        .map((_, at) => at)
        .sort((a, b) => last![a]! - last![b]! || first![a]! - first![b]! || a - b)
      expect([...radixOrder(numbersTo(given.length), [first!, last!])]).toEqual(expected)
    }),
  )
})

it('puts the largest of any numbers first', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 60 }), (given) => {
      const places = numbersTo(given.length)
      const order = radixOrder(places, largestFirst(Float64Array.from(given), places))
      const expected = [...places].sort((a, b) => (given[a]! === given[b]! ? a - b : given[a]! > given[b]! ? -1 : 1))
      expect([...order]).toEqual(expected)
    }),
  )
})
