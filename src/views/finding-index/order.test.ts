import { expect, it } from 'vitest'
import { FindingColumns } from './columns.ts'
import { Order, type SortBy } from './order.ts'

/** As many as are sorted digit by digit, with equals, without a value, and some gone; `step` 1: in the order of their numbers. */
function many(step: number): FindingColumns {
  const columns = new FindingColumns(1, 1)
  for (let number = 0; number < 9_000; number++) {
    const seq = (number * step) % 9_001
    const key = number % 5 === 0 ? Number.NEGATIVE_INFINITY : ((number * 31) % 200) / 8 - 10
    columns.put({ seq, words: [`asset ${(number * 17) % 300}`], keys: [key] })
  }
  for (let seq = 0; seq < 9_001; seq += 10) columns.remove(seq)
  return columns
}

it.each([
  ['key', 1],
  ['word', 1],
  ['key', 7_919],
  ['word', 7_919],
] as const)('sorts many by a %s as it compares two (%d)', (kind, step) => {
  const columns = many(step)
  const by: SortBy = kind === 'key' ? { kind, column: 0 } : { kind, column: columns.words[0]! }
  const order = new Order(columns, by)
  const places = [...order.places()]
  expect(places.length).toBeGreaterThan(8_000)
  expect(places).toEqual([...places].sort(order.compare))
  expect(new Set(places).size).toBe(places.length)
})

it.each(['key', 'word'] as const)('picks the first of some by a %s, after a position, as sorting them does', (kind) => {
  const columns = many(7_919)
  const order = new Order(columns, kind === 'key' ? { kind, column: 0 } : { kind, column: columns.words[0]! })
  const some = order.places().filter((place) => place % 3 === 0)
  const shuffled = some.toSorted()
  expect(order.first(shuffled, 20)).toEqual([...some.subarray(0, 20)])
  expect(order.first(shuffled, 20, order.positionOf(some[99]!))).toEqual([...some.subarray(100, 120)])
})
