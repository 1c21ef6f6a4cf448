import type { ImportLimits } from '../../contract.ts'
import { limited } from './decompress.ts'
import { asObject, type JsonObject } from './json-value.ts'

/** One line of a document of JSON lines; no value where it was left out. */
export interface JsonLine {
  /** From 1. */
  line: number
  value: JsonObject | undefined
  refused?: 'too-large' | 'invalid-json'
}

/** The objects of a document with one on each line, as they come; empty lines are none. A line beyond the limit is left out by name. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>, limits: ImportLimits): AsyncGenerator<JsonLine> {
  let line = 0
  for await (const text of linesOf(bytes, limits)) {
    line++
    if (text === undefined) yield { line, value: undefined, refused: 'too-large' }
    else if (text.trim() !== '') yield { line, ...parsed(text) }
  }
}

function parsed(text: string): Pick<JsonLine, 'value' | 'refused'> {
  try {
    const value = asObject(JSON.parse(text))
    return value ? { value } : { value: undefined, refused: 'invalid-json' }
  } catch {
    return { value: undefined, refused: 'invalid-json' }
  }
}

/** The lines of a text; `undefined` stands for one that is longer than an element may be. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>, limits: ImportLimits): AsyncGenerator<string | undefined> {
  let parts: Buffer[] = []
  let size = 0
  const take = (): string | undefined => {
    const text = size > limits.elementBytes ? undefined : Buffer.concat(parts).toString('utf8')
    parts = []
    size = 0
    return text
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
