import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readNumber } from './read-number.ts'

it.each([
  ['0.5', 0.5],
  ['0,5', 0.5],
  [' 131 ', 131],
  ['1.500', 1.5],
  ['1500', 1_500],
  [',25', 0.25],
  ['1e3', 1_000],
])('%j is %d', (text, value) => expect(readNumber(text)).toEqual({ value }))

it.each([
  ['', /say a number/],
  ['half', /“half” is no number: write it as 0.5 or 0,5/],
  ['1,500', /may be thousands or a decimal: write 1500/],
  ['1 500', /may be thousands/],
  ['1,2,3', /is no number/],
  ['0x10', /is no number/],
  ['1e999', /too large/],
])('%j is refused with words', (text, why) =>
  expect(readNumber(text)).toMatchObject({ why: expect.stringMatching(why) }),
)

it('any text is either a finite number or refused with words', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readNumber(text)
      if ('value' in read) expect(Number.isFinite(read.value)).toBe(true)
      else expect(read.why).not.toBe('')
    }),
  )
})

it('a number that was written out is read back, with a point as with a comma', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (value) => {
      const text = value.toFixed(2)
      expect(readNumber(text)).toEqual({ value: Number(text) })
      expect(readNumber(text.replace('.', ','))).toEqual({ value: Number(text) })
    }),
  )
})
