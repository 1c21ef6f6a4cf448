import { dropRecord, err, ok, problem, type Result } from '#core/kernel'
import { MAX_DEPTH, MAX_SPANS, type ReadTraces } from './contract.ts'
import { isTooDeep } from './depth.ts'
import { langfuseSpans } from './langfuse.ts'
import { litellmSpans } from './litellm.ts'
import { readOtlpJson } from './otlp-json.ts'
import { portkeySpans } from './portkey.ts'
import { reading, take } from './reading.ts'
import type { WireSpan } from './span.ts'

type Line = Readonly<Record<string, unknown>>
/** Spans of a line; `undefined` for one of another kind. */
type LineReader = (line: Line) => WireSpan[] | undefined

const MAX_LINE = 4 * 1024 * 1024
const NEWLINE = 0x0a
const readers: readonly LineReader[] = [litellmSpans, langfuseSpans, portkeySpans]

/**
 * Reads lines of JSON as gateways write them: LiteLLM's logs, Langfuse's exports of observations, Portkey's log, and requests
 * as the collector's file exporter keeps them. A stream of events (text/event-stream) is its data. A line that none knows is
 * dropped and counted. Problem `not-traces`, when that is all.
 */
export function readLines(bytes: Buffer): Result<ReadTraces> {
  const read = reading()
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from)
    const to = found < 0 ? bytes.length : found
    readLine(dataOf(bytes.subarray(from, to)), read)
    from = to + 1
  }
  if (read.outcome.kept > 0 || read.outcome.dropped.every(({ code }) => code === 'no-trace-id' || code === 'no-time'))
    return ok(read)
  return err(problem('not-traces', 'no line is of a kind that is known: see docs/monitoring.md'))
}

const DATA = Buffer.from('data:')
const EVENT_FIELDS = ['event:', 'id:', 'retry:', ':'].map((field) => Buffer.from(field))
const BRACE = 0x7b
const SPACE = 0x20
const NOTHING = Buffer.alloc(0)

/** What a line of a stream of events bears (WHATWG HTML, 9.2): its other fields, and data that is no object, are nothing. */
function dataOf(line: Buffer): Buffer {
  if (line[0] === BRACE) return line
  if (startsWith(line, DATA)) {
    const data = line.subarray(line[DATA.length] === SPACE ? DATA.length + 1 : DATA.length)
    return data[0] === BRACE ? data : NOTHING
  }
  return EVENT_FIELDS.some((field) => startsWith(line, field)) ? NOTHING : line
}

function startsWith(line: Buffer, beginning: Buffer): boolean {
  return line.length >= beginning.length && line.compare(beginning, 0, beginning.length, 0, beginning.length) === 0
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
