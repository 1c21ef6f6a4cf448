import type { TraceOverview } from '@contract/monitoring.ts'
import { expect, it } from 'vitest'
import { exporterSettings, noServiceWords, tracesAnswer } from './trace-words.ts'

const system = (traces: number) => ({ day: { traces } }) as TraceOverview['systems'][number]
const source = (name: string | null, lastAt = '2026-08-01T00:00:00.000Z') =>
  ({ service: 's', system: name, lastAt }) as TraceOverview['sources'][number]

it.each([
  [[], [], 'No trace has come yet'],
  [[system(0)], [source('desk')], 'No trace of a system came within a day'],
  [
    [system(0)],
    [source('desk', '2026-08-09T23:58:00.000Z')],
    'Spans are coming in: a trace counts a minute after its last one',
  ],
  [[system(3), system(4)], [source('desk')], '7 traces came within a day'],
  [[system(1)], [source(null)], '1 trace came within a day; spans of 1 service belong to no system, and count nowhere'],
])('says whether traces come, and whether they count', (systems, sources, words) => {
  expect(tracesAnswer({ systems, sources }, Date.parse('2026-08-10T00:00:00Z'))).toBe(words)
})

it('never says that nothing came where traces were counted', () => {
  expect(noServiceWords([system(0)])).toMatch(/^None yet/)
  expect(noServiceWords([system(1_430), system(1)])).toMatch(/^Of none is known: the 1,431 traces .* were counted/)
})

it('writes what an exporter is told', () => {
  expect(exporterSettings('https://lunette.example', 'lunette_x').split('\n')).toEqual([
    'OTEL_EXPORTER_OTLP_ENDPOINT=https://lunette.example',
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    'OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer lunette_x"',
  ])
})
