import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boundsWords,
  frequencyWords,
  inHundred,
  intervalWords,
  lossWords,
  moreBetween,
  moreInHundred,
  rough,
  spanWords,
  statedFrequency,
} from './number-words.ts'

describe('a frequency', () => {
  it.each([
    [0, 'none a year'],
    [1e-9, 'less than 1 in a million years'],
    [0.000123, '1 in 8,100 years'],
    [0.05, '1 in 20 years'],
    [0.057, '1 in 18 years'],
    [0.42, '0.42 a year'],
    [0.099, '1 in 10 years'],
    [0.97, '0.97 a year'],
    [5.729, '5.7 a year'],
    [12.34, '12 a year'],
    [57.29, '57 a year'],
    [1_000, '1,000 a year'],
    [1_234_567, '1,200,000 a year'],
  ])('of %d is said as "%s"', (value, words) => expect(frequencyWords(value)).toBe(words))

  it.each([
    [0.057, '1 in 17 years'],
    [0.411, '0.42 a year'],
    [0.995, '1 a year'],
    [5.11, '5.2 a year'],
    [10.03, '10.1 a year'],
    [12.1, '12.1 a year'],
    [12.9, '13 a year'],
    [60, '60 a year'],
    [60.00000000000001, '60 a year'],
    [301, '310 a year'],
  ])('that is "at most" is never less than what is known: %d, %s', (value, words) =>
    expect(frequencyWords(value, 'up')).toBe(words),
  )

  it('that is stated keeps its digits', () => {
    expect([0.05, 1, 250, 12.5, 0.3, 1 / 3, 0].map(statedFrequency)).toEqual([
      '1 in 20 years',
      '1 a year',
      '250 a year',
      '12.5 a year',
      '0.3 a year',
      '1 in 3 years',
      '0 a year',
    ])
  })

  it('between bounds says its unit once where it can', () => {
    expect(boundsWords(0, 81)).toBe('between none and 81 a year')
    expect(boundsWords(12, 81)).toBe('between 12 and 81 a year')
    expect(boundsWords(0.05, 81)).toBe('between 1 in 20 years and 81 a year')
    expect(boundsWords(60, 60)).toBe('60 a year')
  })

  it('has two digits, or three where those are too coarse, and is rounded the way it says', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        const [down, near, up] = [rough(value, 'down'), rough(value), rough(value, 'up')]
        for (const one of [down, near, up])
          expect(one.toExponential().replace(/e.*|\./g, '').length).toBeLessThanOrEqual(3)
        expect(up).toBeGreaterThanOrEqual(value * (1 - 1e-9))
        expect(down).toBeLessThanOrEqual(value * (1 + 1e-9))
        for (const one of [down, near, up]) expect(Math.abs(one - value) / value).toBeLessThan(0.051)
      }),
    )
  })
})

describe('a probability', () => {
  it.each([
    [0, '0 in 100'],
    [0.0004, '1 in 2,500'],
    [0.0014, '1 in 710'],
    [0.0117, '1 in 100'],
    [0.0812, '8 in 100'],
    [0.5, '50 in 100'],
    [0.996, '99.6 in 100'],
    [0.99996, 'all but 1 in 25,000'],
    [1, '100 in 100'],
  ])('of %d is %s', (value, words) => expect(inHundred(value)).toBe(words))

  it('has a decimal where a whole one is too coarse', () => {
    expect(inHundred(0.0117, 'up')).toBe('1.2 in 100')
    expect(inHundred(0.9, 'down')).toBe('90 in 100')
    expect(inHundred(0.9883, 'down')).toBe('98.8 in 100')
  })

  it('says neither "none" nor "all" of anything between', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }),
        fc.constantFrom('near', 'up', 'down'),
        (value, rounding) => {
          const words = inHundred(value, rounding as 'near')
          const [count, of] = words
            .replace('all but ', '')
            .split(' in ')
            .map((part) => Number(part.replaceAll(',', '')))
          expect(count).toBeGreaterThan(0)
          expect(count).toBeLessThan(of!)
          const said = words.startsWith('all but') ? 1 - count! / of! : count! / of!
          if (rounding === 'up') expect(said).toBeGreaterThanOrEqual(value * (1 - 1e-9))
          if (rounding === 'down') expect(said).toBeLessThanOrEqual(value * (1 + 1e-9))
        },
      ),
    )
  })

  it('with an interval is rounded outwards, both ends alike', () => {
    expect(intervalWords({ low: 0.913, high: 0.974 })).toBe('between 91 and 98 in 100')
    expect(intervalWords({ low: 0, high: 0.0185 })).toBe('between 0 and 2 in 100')
    expect(intervalWords({ low: 0.0274, high: 0.9996 })).toBe('between 2 and 100 in 100')
    expect(intervalWords({ low: 0.9985, high: 0.9999 })).toBe('between 99.8 and 100 in 100')
    expect(intervalWords({ low: 1, high: 1 })).toBe('100 in 100')
  })
})

describe('what losing a barrier does', () => {
  it.each([
    [null, 'without it anything gets through'],
    [1, 'no difference'],
    [1.02, 'hardly a difference'],
    [1.43, '×1.4'],
    [12.3, '×12'],
    [123.4, '×120'],
  ])('%d is said as "%s"', (factor, words) => expect(lossWords(factor)).toBe(words))
})

describe('a difference of shares', () => {
  it.each([
    [0.045, '+4.5 in 100'],
    [-0.012, '−1.2 in 100'],
    [0, '0 in 100'],
    [0.3333, '+33 in 100'],
  ])('%j is %s', (share, words) => expect(moreInHundred(share)).toBe(words))

  it('says the unit of its bounds once', () =>
    expect(moreBetween({ low: -0.01, high: 0.072 })).toBe('between −1 and +7.2 in 100'))
})

it.each([
  [3_600, 'hour'],
  [7 * 86_400, '7 days'],
  [5_400, '90 minutes'],
  [90, '90 seconds'],
])('%d seconds are said as "%s"', (seconds, words) => expect(spanWords(seconds)).toBe(words))
