import { expect, it } from 'vitest'
import { catchWords } from './reading-words.ts'

it('a catch rate is said with its interval, and is unknown without a seed', () => {
  const reading = { catchRate: { value: 0.05, interval: { low: 0.0013, high: 0.2487 } } }
  const seeded = { hits: 1, misses: 19, falseAlarms: 0, correctRejections: 0 }
  expect(catchWords({ reading, seeded } as never)).toBe('1 of 20 wrong items were stopped: between 0 and 25 in 100')
  expect(catchWords({ reading: { catchRate: null }, seeded } as never)).toBe('no wrong item was counted yet')
})
