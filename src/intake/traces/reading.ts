import { dropRecord, emptyOutcome } from '#core/kernel'
import type { TracedSpan } from '#core/vocabulary'
import { askedShingles, type Said } from './asked.ts'
import type { ReadTraces } from './contract.ts'
import { tracedSpan, type WireSpan } from './span.ts'

export function reading(): ReadTraces {
  return { spans: [], outcome: emptyOutcome() }
}

/** What was asked, until the whole request is read: only then it is known whether something was wrong with it. */
const asked = new WeakMap<TracedSpan, readonly Said[]>()

/** Digests what was asked in traces where something was stopped, changed or found wrong; of all others nothing is digested. */
export function tellAsked({ spans }: ReadTraces): void {
  const wrong = new Set(spans.filter(isWrong).map(({ trace }) => trace))
  for (const span of spans) {
    const said = wrong.has(span.trace) ? asked.get(span) : undefined
    if (said) span.askedShingles = askedShingles(said)
    asked.delete(span)
  }
}

function isWrong({ isRefused, decision, label }: TracedSpan): boolean {
  return isRefused || decision === 'modify' || label === 'fail'
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
  const traced = tracedSpan({ ...span, endMs: Math.max(span.startMs, span.endMs) })
  read.spans.push(traced)
  if (span.attributes.said.length > 0) asked.set(traced, span.attributes.said)
  read.outcome.kept++
}

function wrongWith({ trace, startMs }: WireSpan): string | undefined {
  if (!traceId.test(trace) || trace === NONE) return 'no-trace-id'
  return startMs >= FROM_MS && startMs <= TO_MS ? undefined : 'no-time'
}
