/** Traces of AI systems: OTLP and the logs of gateways, read without their content. Stores nothing. */
import type { Result } from '#core/kernel'
import type { ReadTraces } from './contract.ts'
import { readLines } from './lines.ts'
import { readOtlpJson } from './otlp-json.ts'
import { readOtlpProtobuf } from './otlp-protobuf.ts'
import { tellAsked } from './reading.ts'

export { MAX_SPANS, MAX_TRACE_BYTES, type ReadTraces } from './contract.ts'
export { encodeTraceResponse, type PartialSuccess, partialSuccess } from './partial-success.ts'

/** How traces come: by OTLP/HTTP as protobuf or JSON, or as lines of JSON. */
export type TraceFormat = 'protobuf' | 'json' | 'lines'

const readers: Readonly<Record<TraceFormat, (bytes: Buffer) => Result<ReadTraces>>> = {
  protobuf: readOtlpProtobuf,
  json: readOtlpJson,
  lines: readLines,
}

/** Reads the unpacked bytes of a request or file. Problems `not-otlp`, `not-traces`. */
export function readTraces(format: TraceFormat, bytes: Buffer): Result<ReadTraces> {
  const read = readers[format](bytes)
  if (read.ok) tellAsked(read.value)
  return read
}
