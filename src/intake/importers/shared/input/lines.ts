import { isUtf8 } from 'node:buffer'
import type { ImportLimits } from '../../contract.ts'
import { limited } from './decompress.ts'

/** One line of a text without its end. No text where it is longer than an element may be. */
export interface TextLine {
  text: string | undefined
  /** True when bytes that are no UTF-8 were replaced by U+FFFD. */
  replaced: boolean
}

/** The lines of a text as they come; only one is held at a time. */
export async function* textLines(bytes: AsyncIterable<Uint8Array>, limits: ImportLimits): AsyncGenerator<TextLine> {
  let parts: Buffer[] = []
  let size = 0
  const take = (): TextLine => {
    const line = Buffer.concat(parts)
    const isTooLong = size > limits.elementBytes
    parts = []
    size = 0
    return isTooLong ? { text: undefined, replaced: false } : { text: line.toString('utf8'), replaced: !isUtf8(line) }
  }
  for await (const chunk of limited(bytes, limits.bytes)) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let from = 0
    for (let end = buffer.indexOf(0x0a); end >= 0; end = buffer.indexOf(0x0a, from)) {
      size += end - from
      if (size <= limits.elementBytes) parts.push(buffer.subarray(from, end))
      from = end + 1
      yield take()
    }
    size += buffer.length - from
    if (size <= limits.elementBytes) parts.push(Buffer.from(buffer.subarray(from)))
    else parts = []
  }
  if (size > 0) yield take()
}
