import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inPlaceOf, moved } from './reordered.ts'

it('what is moved stands in its new place, the others keep their order, and back again is as before', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 9 }), fc.nat(8), fc.nat(8), (list, a, b) => {
      const [from, to] = [a % list.length, b % list.length]
      const done = moved(list, from, to)
      expect(done[to]).toBe(list[from])
      expect(done.filter((one) => one !== list[from])).toEqual(list.filter((one) => one !== list[from]))
      expect(moved(done, to, from)).toEqual(list)
    }),
  )
  expect(moved([1, 2], 0, 2)).toEqual([1, 2])
  expect(moved([1, 2], -1, 0)).toEqual([1, 2])
})

it('another member takes one place only', () => expect(inPlaceOf(['a', 'b', 'c'], 1, 'x')).toEqual(['a', 'x', 'c']))
