import { dropRecord, err, ok, problem, type Result } from '#core/kernel'
import { MAX_DEPTH, MAX_SPANS, type ReadTraces } from './contract.ts'
import { isTooDeep } from './depth.ts'
import { langfuseSpans } from './langfuse.ts'
import { litellmSpans } from './litellm.ts'
import { readOtlpJson } from './otlp-json.ts'
import { reading, take } from './reading.ts'
import type { WireSpan } from './span.ts'

type Line = Readonly<Record<string, unknown>>
/** Spans of a line; `undefined` for one of another kind. */
type LineReader = (line: Line) => WireSpan[] | undefined

const MAX_LINE = 4 * 1024 * 1024
const NEWLINE = 0x0a
const readers: readonly LineReader[] = [litellmSpans, langfuseSpans]

/**
 * Reads lines of JSON as gateways write them: LiteLLM's logs, Langfuse's exports of observations, and requests as the
 * collector's file exporter keeps them. A line that none knows is dropped and counted. Problem `not-traces`, when that is all.
 */
export function readLines(bytes: Buffer): Result<ReadTraces> {
  const read = reading()
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from)
    const to = found < 0 ? bytes.length : found
    readLine(bytes.subarray(from, to), read)
    from = to + 1
  }
  if (read.outcome.kept > 0 || read.outcome.dropped.every(({ code }) => code === 'no-trace-id' || code === 'no-time'))
    return ok(read)
  return err(problem('not-traces', 'no line is of a kind that is known: see docs/monitoring.md'))
}

function readLine(bytes: Buffer, read: ReadTraces): void {
  if (isBlank(bytes)) return
  if (read.outcome.read >= MAX_SPANS) dropRecord(read.outcome, 'too-many', `more than ${MAX_SPANS} spans at once`)
  else if (bytes.length > MAX_LINE) dropped(read, 'too-long', `a line of ${bytes.length} bytes`)
  else if (isTooDeep(bytes, MAX_DEPTH)) dropped(read, 'too-deep', `a line nested more than ${MAX_DEPTH} deep`)
  else readObject(bytes, read)
}

function readObject(bytes: Buffer, read: ReadTraces): void {
  const line = objectOf(bytes)
  if (line && 'resourceSpans' in line) {
    const request = readOtlpJson(bytes)
    if (request.ok) join(read, request.value)
    return
  }
  const spans = line && readers.map((reader) => reader(line)).find((found) => found !== undefined)
  if (spans) for (const span of spans) take(read, span)
  else dropped(read, 'unknown-line', `line ${read.outcome.read + 1}`)
}

function join(into: ReadTraces, { spans, outcome }: ReadTraces): void {
  into.spans.push(...spans)
  into.outcome.read += outcome.read
  into.outcome.kept += outcome.kept
  for (const { code, example, count } of outcome.dropped)
    for (let each = 0; each < count; each++) dropRecord(into.outcome, code, example)
}

function dropped(read: ReadTraces, code: string, example: string): void {
  read.outcome.read++
  dropRecord(read.outcome, code, example)
}

function isBlank(bytes: Buffer): boolean {
  return bytes.length < 3 && bytes.toString('utf8').trim() === ''
}

function objectOf(bytes: Buffer): Line | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : undefined
  } catch {
    return undefined
  }
}
