import { expect, test } from 'vitest'
import { changeLines, noticeContent, sentenceOf } from './notice.ts'

const feed = (number: number) => ({ id: `f${number}`, name: `Source ${number}`, asOf: '2026-10-01T00:00:00.000Z' })
const stale = (detail: object) => {
  const notice = noticeContent.parse({ kind: 'feed.stale', detail })
  if (notice.kind !== 'feed.stale') throw new Error('another kind')
  return notice
}

test('sources that grew old together are one notice that lists them', () => {
  const notice = stale({ feeds: [1, 2, 3, 4, 5].map(feed) })
  expect(sentenceOf(notice)).toBe('Knowledge grows old: 5 sources: Source 1, Source 2, Source 3 and 2 more')
  expect(changeLines(notice, 10)).toHaveLength(5)
  expect(changeLines(notice, 10)[0]).toBe('Source 1 speaks as of 2026-10-01')
  expect(changeLines(notice, 2)).toEqual([
    'Source 1 speaks as of 2026-10-01',
    'Source 2 speaks as of 2026-10-01',
    'and 3 more',
  ])
})

test('one source alone is told in its sentence, however the notice was written', () => {
  for (const detail of [{ feeds: [feed(1)] }, { feed: feed(1) }]) {
    expect(sentenceOf(stale(detail))).toBe('Knowledge grows old: Source 1 speaks as of 2026-10-01')
    expect(changeLines(stale(detail), 10)).toEqual([])
  }
})
