import { counted } from '@contract/fix-words.ts'
import type { TraceOverview } from '@contract/monitoring.ts'

/** A trace counts once nothing came of it for a minute, and is written a while later. */
const COUNTED_AFTER_MS = 180_000

/** The sentence people come for: whether traces come, and whether they count. */
export function tracesAnswer(
  { systems, sources }: Pick<TraceOverview, 'systems' | 'sources'>,
  now = Date.now(),
): string {
  const lost = sources.filter(({ system }) => system === null)
  const traces = systems.reduce((sum, { day }) => sum + day.traces, 0)
  if (sources.length === 0 && traces === 0) return 'No trace has come yet'
  const isFresh = sources.some(({ system, lastAt }) => system !== null && now - Date.parse(lastAt) < COUNTED_AFTER_MS)
  const came =
    traces > 0
      ? `${counted(traces, 'trace')} came within a day`
      : isFresh
        ? 'Spans are coming in: a trace counts a minute after its last one'
        : 'No trace of a system came within a day'
  if (lost.length === 0) return came
  const services = counted(lost.length, 'service')
  return `${came}; spans of ${services} belong to no system, and count nowhere`
}

/** What is said where no service is known: traces that were counted already came from somewhere. */
export function noServiceWords(systems: TraceOverview['systems']): string {
  const traces = systems.reduce((sum, { day }) => sum + day.traces, 0)
  if (traces === 0) return 'None yet. What comes in shows here within a minute.'
  const were = traces === 1 ? 'was' : 'were'
  return `Of none is known: the ${counted(traces, 'trace')} of the last day ${were} counted without it, as those of the sample organisation are. What comes in shows here within a minute.`
}

/** What an exporter of OpenTelemetry is told by its environment. */
export function exporterSettings(origin: string, token: string): string {
  return [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    `OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer ${token}"`,
  ].join('\n')
}
