import { expect, test } from 'vitest'
import type { VulnerabilityFacts } from '#core/vocabulary'
import { timelineOf } from './timeline.ts'

test('dated facts come oldest first, those alike once, those without a day not at all', () => {
  const exploit = (date: string | undefined) => ({ kind: 'poc' as const, source: 'poc', ref: 'x', date })
  const facts = {
    published: '2026-02-01',
    records: [{ source: 'nvd' }],
    exploits: [exploit('2026-03-01'), exploit('2026-03-01'), exploit('2026-01-01'), exploit(undefined)],
    kev: [],
  } as unknown as VulnerabilityFacts
  expect(timelineOf(facts).map(({ at, kind }) => `${at} ${kind}`)).toEqual([
    '2026-01-01 poc',
    '2026-02-01 published',
    '2026-03-01 poc',
  ])
})
