import { expect, test } from 'vitest'
import { LookProgress } from './look-progress.ts'

test('each stage has its own count, and none goes back', () => {
  const told: unknown[] = []
  const progress = new LookProgress()
  const take = (stage: string, done: number, total: number) =>
    progress.take({ stage, done, total }, (step, all, of) => told.push([step, all, of]))
  take('names', 3, 10)
  take('ports', 1, 2)
  take('names', 2, 9)
  take('names', 10, 12)
  expect(told).toEqual([
    ['names 3 of 10', 3, undefined],
    ['names 3 of 10 · ports 1 of 2', 4, undefined],
    ['names 3 of 10 · ports 1 of 2', 4, undefined],
    ['names 10 of 12 · ports 1 of 2', 11, undefined],
  ])
})
