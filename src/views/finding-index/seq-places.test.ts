import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeqPlaces } from './seq-places.ts'

it('knows what a map knows', () => {
  const seq = fc.oneof(fc.nat(3_000), fc.integer({ min: 2 ** 40, max: 2 ** 40 + 50 }))
  fc.assert(
    fc.property(fc.array(fc.record({ seq, place: fc.option(fc.nat(5_000_000), { nil: undefined }) })), (steps) => {
      const places = new SeqPlaces()
      const known = new Map<number, number>()
      for (const { seq, place } of steps) {
        if (place === undefined) {
          places.delete(seq)
          known.delete(seq)
        } else {
          places.set(seq, place)
          known.set(seq, place)
        }
      }
      for (const { seq } of steps) expect(places.get(seq)).toBe(known.get(seq))
    }),
  )
})
