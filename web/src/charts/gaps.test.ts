import { expect, it } from 'vitest'
import { brokenLine, gapsOf, gapWords } from './gaps.ts'

const on = (date: string, probability = 0.5) => ({ date, probability })

it('a line ends where scores are missing for longer than a month and a half', () => {
  const points = [on('2024-09-01'), on('2024-10-06', 0.6), on('2026-01-04', 0.7), on('2026-02-01')]
  expect(gapsOf(points)).toEqual([{ from: '2024-10-07', to: '2026-01-03' }])
  expect(brokenLine(points)).toEqual([
    ['2024-09-01', 0.5],
    ['2024-10-06', 0.6],
    ['2024-10-07', null],
    ['2026-01-04', 0.7],
    ['2026-02-01', 0.5],
  ])
  expect(gapWords(points)).toBe(', no score for 2024-10-07 to 2026-01-03')
})

it('one score a day or a month is no gap', () => {
  const points = [on('2026-01-01'), on('2026-01-02'), on('2026-02-02')]
  expect(gapsOf(points)).toEqual([])
  expect(gapWords(points)).toBe('')
  expect(gapWords([])).toBe('')
})
