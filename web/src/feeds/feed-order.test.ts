import type { FeedRow } from '@contract/feeds.ts'
import { expect, test } from 'vitest'
import { orderOfFeeds } from './feed-order.ts'

const feed = (id: string, more: Partial<FeedRow>, ...statuses: string[]) =>
  ({
    id,
    stale: false,
    lastSuccess: '2026-08-01T00:00:00.000Z',
    runs: statuses.map((status) => ({ status })),
    ...more,
  }) as FeedRow

test('what failed comes first, then what is out of date; what was never read last', () => {
  const feeds = [
    feed('a', { lastSuccess: null, stale: true }),
    feed('b', {}, 'complete'),
    feed('c', { stale: true }, 'complete', 'failed'),
    feed('d', {}, 'running', 'failed'),
    feed('e', { lastSuccess: null, stale: true }, 'failed'),
    feed('f', {}, 'running', 'complete'),
  ]
  expect(orderOfFeeds(feeds).map(({ id }) => id)).toEqual(['d', 'e', 'c', 'b', 'f', 'a'])
})
