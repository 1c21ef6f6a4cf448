import { dropRecord, err, ok, problem, type Result } from '#core/kernel'
import { Attributes } from './attributes.ts'
import { MAX_DEPTH, MAX_EVENTS, MAX_SPANS, type ReadTraces } from './contract.ts'
import { isTooDeep } from './depth.ts'
import { reading, take } from './reading.ts'
import { EVALUATION_EVENT } from './span.ts'

type Item = Readonly<Record<string, unknown>>

/** Reads OTLP/JSON: camelCase names, ids as hex, 64-bit numbers as text or number. Problem `not-otlp`. */
export function readOtlpJson(bytes: Uint8Array): Result<ReadTraces> {
  if (isTooDeep(bytes, MAX_DEPTH)) return err(problem('not-otlp', `the body is nested more than ${MAX_DEPTH} deep`))
  let root: unknown
  try {
    root = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  } catch (cause) {
    return err(problem('not-otlp', 'the body is no JSON', cause))
  }
  if (!isItem(root) || !('resourceSpans' in root)) return err(problem('not-otlp', 'the body has no "resourceSpans"'))
  const read = reading()
  for (const part of items(root.resourceSpans)) readResource(part, read)
  return ok(read)
}

function readResource(part: Item, read: ReadTraces): void {
  const about = new Attributes()
  if (isItem(part.resource)) readAttributes(part.resource.attributes, about)
  for (const scope of items(part.scopeSpans))
    for (const span of items(scope.spans)) {
      if (read.outcome.read >= MAX_SPANS) dropRecord(read.outcome, 'too-many', `more than ${MAX_SPANS} spans at once`)
      else readSpan(span, about, read)
    }
}

function readSpan(span: Item, about: Attributes, read: ReadTraces): void {
  const own = new Attributes()
  readAttributes(span.attributes, own)
  take(read, {
    trace: textOf(span.traceId).toLowerCase(),
    name: textOf(span.name),
    startMs: milliseconds(span.startTimeUnixNano),
    endMs: milliseconds(span.endTimeUnixNano),
    isError: isItem(span.status) && (span.status.code === 2 || span.status.code === 'STATUS_CODE_ERROR'),
    attributes: own,
    resource: about,
    evaluations: evaluationsOf(span.events),
  })
}

function evaluationsOf(events: unknown): Attributes[] {
  const found: Attributes[] = []
  for (const one of items(events, MAX_EVENTS)) {
    if (one.name !== EVALUATION_EVENT) continue
    const own = new Attributes()
    readAttributes(one.attributes, own)
    found.push(own)
  }
  return found
}

function readAttributes(list: unknown, into: Attributes): void {
  for (const { key, value } of items(list)) {
    if (!into.hasRoom) return
    if (typeof key !== 'string' || !isItem(value)) continue
    const text = plainValue(value)
    if (text === undefined) into.addContent(JSON.stringify(value), key)
    else into.add(key, text)
  }
}

/** Text of a value, or of a list of plain values with commas between; `undefined` for what is neither. */
function plainValue(value: Item): string | undefined {
  const plain = value.stringValue ?? value.intValue ?? value.boolValue ?? value.doubleValue
  if (typeof plain === 'string') return plain
  if (typeof plain === 'number' || typeof plain === 'boolean') return String(plain)
  if (!isItem(value.arrayValue)) return undefined
  return items(value.arrayValue.values, 16)
    .map(({ stringValue, intValue }) => textOf(stringValue ?? intValue))
    .join(',')
}

/** Nanoseconds as text, which no number holds exactly. */
function milliseconds(nanoseconds: unknown): number {
  const text = textOf(nanoseconds)
  if (!/^\d{1,20}$/.test(text)) return typeof nanoseconds === 'number' ? Math.trunc(nanoseconds / 1e6) : 0
  return Number(text.slice(0, -6) || '0')
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null
}

function items(value: unknown, most = Number.POSITIVE_INFINITY): Item[] {
  if (!Array.isArray(value)) return []
  return (value.length > most ? value.slice(0, most) : value).filter(isItem)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
