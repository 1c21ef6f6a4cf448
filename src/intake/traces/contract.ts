import type { Outcome } from '#core/kernel'
import type { TracedSpan } from '#core/vocabulary'

/** Spans of one request or file, and what was left out of it. */
export interface ReadTraces {
  spans: TracedSpan[]
  outcome: Outcome
}

/** Bytes of a request once it is unpacked. The collector's default batch (8,192 spans) fits. */
export const MAX_TRACE_BYTES = 16 * 1024 * 1024
/** Spans of one request; more are dropped and counted. */
export const MAX_SPANS = 20_000
/** Levels of nesting of JSON. A span with content has some fifteen. */
export const MAX_DEPTH = 64
export const MAX_ATTRIBUTES = 256
export const MAX_EVENTS = 64
/** Text longer than this is content: it is counted, not kept. */
export const MAX_VALUE = 256
export const MAX_KEY = 160
