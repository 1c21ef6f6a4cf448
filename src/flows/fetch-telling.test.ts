import { expect, it } from 'vitest'
import { tellFetches } from './fetch-telling.ts'

it('a transfer is told of once for every megabyte, with its length where that is known', () => {
  const told: unknown[][] = []
  const tell = tellFetches((...args) => void told.push(args))
  for (let bytes = 0; bytes <= 2_500_000; bytes += 100_000)
    tell({ feed: 'cve', name: 'a.zip', bytes, total: 480_500_000 }, 'feed 4 of 16')
  tell({ feed: 'osv', name: 'b.zip', bytes: 5_000_000, total: undefined }, 'feed 5 of 16')
  expect(told).toEqual([
    ['fetching cve (feed 4 of 16): a.zip', 0, 481, 'MB'],
    ['fetching cve (feed 4 of 16): a.zip', 1, 481, 'MB'],
    ['fetching cve (feed 4 of 16): a.zip', 2, 481, 'MB'],
    ['fetching osv (feed 5 of 16): b.zip', 5, undefined, 'MB'],
  ])
})
