import { expect, test } from 'vitest'
import { timelineDays } from './timeline-days.ts'

const change = (id: string, at: string, kind: string, words: string, runId = at) =>
  ({ id, at, runId, kind, change: 'new', words }) as const

test('the latest day first, what one run saw of a sort in one line, and what says the same once', () => {
  const days = timelineDays(
    [
      change('1', '2026-08-01T06:00:00Z', 'port', 'new port 22/tcp'),
      change('2', '2026-08-02T06:00:00Z', 'port', 'new port 80/tcp'),
      change('3', '2026-08-02T06:00:00Z', 'weakness', 'new weakness Old TLS'),
      change('4', '2026-08-02T06:00:00Z', 'port', 'new port 443/tcp'),
      change('5', '2026-08-02T06:00:00Z', 'weakness', 'new weakness Old TLS'),
      change('6', '2026-08-02T18:00:00Z', 'port', 'new port 25/tcp'),
    ],
    (at) => at.slice(0, 10),
  )
  expect(days.map(({ day, lines }) => [day, lines.map(({ words }) => words)])).toEqual([
    ['2026-08-02', [['new port 25/tcp'], ['new port 80/tcp', 'new port 443/tcp'], ['new weakness Old TLS']]],
    ['2026-08-01', [['new port 22/tcp']]],
  ])
})
