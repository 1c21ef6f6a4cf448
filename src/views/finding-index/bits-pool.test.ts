import fc from 'fast-check'
import { expect, it } from 'vitest'
import { copyOf, emptyBits, giveBack } from './bits-pool.ts'

const words = fc.oneof(fc.nat(50), fc.integer({ min: 4_000, max: 9_000 }))

it('makes sets that have nothing of those whose room they take', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ words, isCopy: fc.boolean(), from: words })), (steps) => {
      for (const { words, isCopy, from } of steps) {
        const source = new Uint32Array(from).fill(7)
        const bits = isCopy ? copyOf(source, words) : emptyBits(words)
        expect(bits.length).toBe(words)
        expect(bits.every((word, at) => word === (isCopy && at < from ? 7 : 0))).toBe(true)
        bits.fill(0xffffffff)
        giveBack(bits)
      }
    }),
    { numRuns: 50 },
  )
})

it('takes the room of a large set for the next of about its size, and never room that is in use', () => {
  const first = emptyBits(100_000)
  const second = emptyBits(100_000)
  expect(second.buffer).not.toBe(first.buffer)
  giveBack(first)
  expect(emptyBits(100_001).buffer).toBe(first.buffer)
  expect(emptyBits(100_000).buffer).not.toBe(first.buffer)
})
