import type { TimelineEntry } from '@contract/findings.ts'
import { expect, it } from 'vitest'
import { clustersOf } from './clusters.ts'

const entry = (at: string, kind: TimelineEntry['kind'] = 'poc') =>
  ({ at, kind, text: at, source: 'x' }) as TimelineEntry
const range: [string, string] = ['2026-01-01', '2026-04-11']

it('what lies within a share of the range of a mark is part of it, in order of time', () => {
  const found = clustersOf(
    ['2026-01-20', '2026-01-01', '2026-01-11', '2026-01-12'].map((at) => entry(at)),
    range,
    0.1,
  )
  expect(found.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['2026-01-01', 2],
    ['2026-01-12', 2],
  ])
})

it('on one day there is one mark', () => {
  const day = '2026-01-01T10:00:00.000Z'
  expect(clustersOf([entry(day), entry(day, 'kev')], ['2026-01-01', '2026-01-01'], 0.1)).toHaveLength(1)
  expect(clustersOf([], range, 0.1)).toEqual([])
})
