import { expect, it } from 'vitest'
import { catchWords, queuesAnswer } from './reading-words.ts'

it('a catch rate is said with its interval, and is unknown without a seed', () => {
  const reading = { catchRate: { value: 0.05, interval: { low: 0.0013, high: 0.2487 } } }
  const seeded = { hits: 1, misses: 19, falseAlarms: 0, correctRejections: 0 }
  expect(catchWords({ reading, seeded } as never)).toBe('1 of 20 wrong items were stopped: between 0 and 25 in 100')
  expect(catchWords({ reading: { catchRate: null }, seeded } as never)).toBe('no wrong item was counted yet')
})

it('what is known of all queues is said the worst first, and of one without a count', () => {
  const queue = (verdict: string) => ({ reading: { verdict } }) as Parameters<typeof queuesAnswer>[0][number]
  expect(queuesAnswer([queue('good')])).toBe('Most of what is wrong is stopped.')
  expect(queuesAnswer([queue('good'), queue('rubber-stamping'), queue('too-few')])).toBe(
    'Most of what is wrong is let through in 1 of 3 review queues; most of what is wrong is stopped in 1 of 3 review queues; of 1 it is not known yet.',
  )
  expect(queuesAnswer([queue('too-few')])).toMatch(/^Whether people look is not known yet/)
  expect(queuesAnswer([])).toMatch(/^No review queue yet/)
})
