import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PartIndex } from './part-index.ts'

const word = fc.stringMatching(/^[abAB\u0130\u00df.-]{1,4}$/)
const value = fc
  .array(fc.oneof(word, fc.constantFrom(' ', '\t', '\n', '\u00a0')), { maxLength: 6 })
  .map((parts) => parts.join(''))
const part = fc.stringMatching(/^[ab.-]{1,3}$/)

it('finds the values that have a part, also those that came since it was last asked', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(value, { maxLength: 6 }), part), { maxLength: 6 }), (steps) => {
      const index = new PartIndex()
      const values: string[] = []
      for (const [more, wanted] of steps) {
        values.push(...more)
        const expected = values.flatMap((one, at) => (one.toLowerCase().includes(wanted) ? at : []))
        expect(index.having(wanted, values).sort((a, b) => a - b)).toEqual(expected)
      }
    }),
  )
})

it('finds among tens of thousands, each value once', () => {
  const index = new PartIndex()
  const values = Array.from(
    { length: 30_000 },
    (_, at) => `CVE-2089-${at} in package-${at % 4_000} of package-${at % 7}`,
  )
  const having = (wanted: string) => index.having(wanted, values).length
  expect(having('package-3')).toBe(values.filter((one) => one.includes('package-3')).length)
  expect(having('cve-2089-29999')).toBe(1)
  expect(having('in')).toBe(30_000)
  expect(having('of package')).toBe(0)
})
