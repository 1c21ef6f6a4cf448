import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { dropRecord, err, ok, problem, type Result } from '#core/kernel'
import { Attributes } from './attributes.ts'
import { MAX_EVENTS, MAX_SPANS, MAX_VALUE, type ReadTraces } from './contract.ts'
import { reading, take } from './reading.ts'
import { EVALUATION_EVENT } from './span.ts'

/** Numbers of the fields that are read (opentelemetry-proto 1.9: collector/trace/v1, trace/v1, common/v1). */
const request = { resourceSpans: 1 }
const resourceSpans = { resource: 1, scopeSpans: 2 }
const scopeSpans = { spans: 2 }
const resource = { attributes: 1 }
const spanField = { trace: 1, name: 5, start: 7, end: 8, attributes: 9, events: 11, status: 15 }
const event = { name: 2, attributes: 3 }
const status = { code: 3 }
const ERROR = 2
const pair = { key: 1, value: 2 }
const value = { string: 1, bool: 2, int: 3, double: 4, array: 5 }
const MAX_ITEMS = 16

/** Reads an ExportTraceServiceRequest; fields that nobody asks for are skipped unread. Problem `not-otlp`. */
export function readOtlpProtobuf(bytes: Uint8Array): Result<ReadTraces> {
  const read = reading()
  try {
    for (const part of messages(bytes, request.resourceSpans)) readResource(part, read)
  } catch (cause) {
    return err(problem('not-otlp', `the body is no ExportTraceServiceRequest: ${(cause as Error).message}`, cause))
  }
  return ok(read)
}

function readResource(bytes: Uint8Array, read: ReadTraces): void {
  const about = new Attributes()
  for (const part of messages(bytes, resourceSpans.resource))
    for (const attribute of messages(part, resource.attributes)) readPair(attribute, about)
  for (const scope of messages(bytes, resourceSpans.scopeSpans))
    for (const span of messages(scope, scopeSpans.spans)) {
      if (read.outcome.read >= MAX_SPANS) dropRecord(read.outcome, 'too-many', `more than ${MAX_SPANS} spans at once`)
      else readSpan(span, about, read)
    }
}

function readSpan(bytes: Uint8Array, about: Attributes, read: ReadTraces): void {
  const own = new Attributes()
  const span = { trace: '', name: '', startMs: 0, endMs: 0, isError: false }
  const evaluations: Attributes[] = []
  let events = 0
  each(bytes, (field, reader, type) => {
    if (field === spanField.trace) span.trace = Buffer.from(reader.bytes()).toString('hex')
    else if (field === spanField.name) span.name = short(reader.bytes())
    else if (field === spanField.start) span.startMs = milliseconds(reader.fixed64())
    else if (field === spanField.end) span.endMs = milliseconds(reader.fixed64())
    else if (field === spanField.attributes) readPair(reader.bytes(), own)
    else if (field === spanField.events && events++ < MAX_EVENTS) evaluations.push(...readEvent(reader.bytes()))
    else if (field === spanField.status) span.isError = isError(reader.bytes())
    else reader.skip(type, field)
  })
  take(read, { ...span, attributes: own, resource: about, evaluations })
}

function readEvent(bytes: Uint8Array): Attributes[] {
  let name = ''
  const attributes: Uint8Array[] = []
  each(bytes, (field, reader, type) => {
    if (field === event.name) name = short(reader.bytes())
    else if (field === event.attributes) attributes.push(reader.bytes())
    else reader.skip(type, field)
  })
  if (name !== EVALUATION_EVENT) return []
  const own = new Attributes()
  for (const attribute of attributes) readPair(attribute, own)
  return [own]
}

function isError(bytes: Uint8Array): boolean {
  let code = 0
  each(bytes, (field, reader, type) => {
    if (field === status.code) code = reader.int32()
    else reader.skip(type, field)
  })
  return code === ERROR
}

function readPair(bytes: Uint8Array, into: Attributes): void {
  if (!into.hasRoom) return
  let key = ''
  let said: Uint8Array = new Uint8Array()
  each(bytes, (field, reader, type) => {
    if (field === pair.key) key = short(reader.bytes())
    else if (field === pair.value) said = reader.bytes()
    else reader.skip(type, field)
  })
  // What is long is content of one kind or another: its text is not even decoded.
  if (said.length > MAX_VALUE || Attributes.isContent(key)) into.addContent(contentOf(said), key)
  else {
    const text = textOf(said, true)
    if (text === undefined) into.addContent(said)
    else into.add(key, text)
  }
}

/** The bytes of a text, which are the same as in JSON; of anything else those of the value. */
function contentOf(bytes: Uint8Array): Uint8Array {
  for (const text of messages(bytes, value.string)) return text
  return bytes
}

/** Text of a value, or of a list of plain values with commas between; `undefined` for what is neither. */
function textOf(bytes: Uint8Array, mayBeList: boolean): string | undefined {
  let text: string | undefined
  each(bytes, (field, reader, type) => {
    if (field === value.string) text = short(reader.bytes())
    else if (field === value.bool) text = String(reader.bool())
    else if (field === value.int) text = String(reader.int64())
    else if (field === value.double) text = String(reader.double())
    else if (field === value.array && mayBeList) text = listOf(reader.bytes())
    else reader.skip(type, field)
  })
  return text
}

function listOf(bytes: Uint8Array): string {
  const items: string[] = []
  for (const item of messages(bytes, 1)) if (items.length < MAX_ITEMS) items.push(textOf(item, false) ?? '')
  return items.join(',')
}

function short(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_VALUE)).toString('utf8')
}

const NANOSECONDS = 1_000_000n

function milliseconds(nanoseconds: bigint | string): number {
  return Number(BigInt(nanoseconds) / NANOSECONDS)
}

/** The embedded messages of one field, in order; every other field is skipped. */
function* messages(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (field === wanted && type === WireType.LengthDelimited) yield reader.bytes()
    else reader.skip(type, field)
  }
}

/** Calls `take` at each field; it reads the value or skips it. A field of another wire type than its own is wrong as a whole. */
function each(bytes: Uint8Array, takeField: (field: number, reader: BinaryReader, type: WireType) => void): void {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    takeField(field, reader, type)
  }
}
