import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** A span as tests and benches make it. */
export interface MadeSpan {
  trace: string
  name: string
  atMs: number
  durationMs?: number
  isError?: boolean
  attributes?: Readonly<Record<string, string | number | boolean>>
  evaluation?: string
}

const NANOSECONDS = 1_000_000n

/** ExportTraceServiceRequest of one service, as exporters send it. */
export function otlpProtobuf(service: string, spans: readonly MadeSpan[]): Uint8Array {
  const writer = new BinaryWriter()
  writer.tag(1, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.LengthDelimited).fork()
  pair(writer, 1, 'service.name', service)
  writer.join()
  writer.tag(2, WireType.LengthDelimited).fork()
  for (const span of spans) writeSpan(writer, span)
  writer.join().join()
  return writer.finish()
}

function writeSpan(writer: BinaryWriter, span: MadeSpan): void {
  const { trace, name, atMs, durationMs = 5, isError, attributes = {}, evaluation } = span
  writer.tag(2, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.LengthDelimited).bytes(Buffer.from(trace, 'hex'))
  writer.tag(2, WireType.LengthDelimited).bytes(Buffer.alloc(8, 1))
  writer.tag(5, WireType.LengthDelimited).string(name)
  writer.tag(7, WireType.Bit64).fixed64(BigInt(atMs) * NANOSECONDS)
  writer.tag(8, WireType.Bit64).fixed64(BigInt(atMs + durationMs) * NANOSECONDS)
  for (const [key, value] of Object.entries(attributes)) pair(writer, 9, key, value)
  if (evaluation !== undefined) {
    writer.tag(11, WireType.LengthDelimited).fork()
    writer.tag(2, WireType.LengthDelimited).string('gen_ai.evaluation.result')
    pair(writer, 3, 'gen_ai.evaluation.score.label', evaluation)
    writer.join()
  }
  if (isError) writer.tag(15, WireType.LengthDelimited).fork().tag(3, WireType.Varint).int32(2).join()
  writer.join()
}

function pair(writer: BinaryWriter, field: number, key: string, value: string | number | boolean): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.LengthDelimited).string(key)
  writer.tag(2, WireType.LengthDelimited).fork()
  if (typeof value === 'string') writer.tag(1, WireType.LengthDelimited).string(value)
  else if (typeof value === 'boolean') writer.tag(2, WireType.Varint).bool(value)
  else if (Number.isInteger(value)) writer.tag(3, WireType.Varint).int64(value)
  else writer.tag(4, WireType.Bit64).double(value)
  writer.join().join()
}

/** The same as OTLP/JSON. */
export function otlpJson(service: string, spans: readonly MadeSpan[]): string {
  const pairs = (values: Readonly<Record<string, string | number | boolean>>) =>
    Object.entries(values).map(([key, value]) => ({ key, value: plainValue(value) }))
  const time = (ms: number) => String(BigInt(ms) * NANOSECONDS)
  const written = spans.map(({ trace, name, atMs, durationMs = 5, isError, attributes = {}, evaluation }) => ({
    ...{ traceId: trace, spanId: '0101010101010101', name },
    ...{ startTimeUnixNano: time(atMs), endTimeUnixNano: time(atMs + durationMs), attributes: pairs(attributes) },
    ...(evaluation !== undefined && {
      events: [
        { name: 'gen_ai.evaluation.result', attributes: pairs({ 'gen_ai.evaluation.score.label': evaluation }) },
      ],
    }),
    status: isError ? { code: 2 } : {},
  }))
  const resource = { attributes: pairs({ 'service.name': service }) }
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: written }] }] })
}

function plainValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
