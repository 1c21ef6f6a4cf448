import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { Outcome } from '#core/kernel'

/** What was rejected of a request, in OTLP's words; `undefined` where all was taken. */
export interface PartialSuccess {
  rejectedSpans: number
  errorMessage: string
}

export function partialSuccess({ dropped }: Outcome): PartialSuccess | undefined {
  const rejectedSpans = dropped.reduce((sum, { count }) => sum + count, 0)
  if (rejectedSpans === 0) return undefined
  return { rejectedSpans, errorMessage: dropped.map(({ code, count }) => `${count} ${code}`).join(', ') }
}

const message = { partialSuccess: 1 }
const partial = { rejectedSpans: 1, errorMessage: 2 }

/** ExportTraceServiceResponse as bytes. */
export function encodeTraceResponse(said: PartialSuccess | undefined): Uint8Array {
  const writer = new BinaryWriter()
  if (said)
    writer
      .tag(message.partialSuccess, WireType.LengthDelimited)
      .fork()
      .tag(partial.rejectedSpans, WireType.Varint)
      .int64(said.rejectedSpans)
      .tag(partial.errorMessage, WireType.LengthDelimited)
      .string(said.errorMessage)
      .join()
  return writer.finish()
}
