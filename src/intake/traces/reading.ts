import { dropRecord, emptyOutcome } from '#core/kernel'
import type { ReadTraces } from './contract.ts'
import { tracedSpan, type WireSpan } from './span.ts'

export function reading(): ReadTraces {
  return { spans: [], outcome: emptyOutcome() }
}

const traceId = /^[0-9a-f]{32}$/
const NONE = '0'.repeat(32)
/** 2000 … 2100: what lies outside was measured in other units. */
const FROM_MS = 946_684_800_000
const TO_MS = 4_102_444_800_000

/** Takes a span in, or counts why not. */
export function take(read: ReadTraces, span: WireSpan): void {
  read.outcome.read++
  const why = wrongWith(span)
  if (why) {
    dropRecord(read.outcome, why, `span ${read.outcome.read}`)
    return
  }
  read.spans.push(tracedSpan({ ...span, endMs: Math.max(span.startMs, span.endMs) }))
  read.outcome.kept++
}

function wrongWith({ trace, startMs }: WireSpan): string | undefined {
  if (!traceId.test(trace) || trace === NONE) return 'no-trace-id'
  return startMs >= FROM_MS && startMs <= TO_MS ? undefined : 'no-time'
}
