import type { ImportLimits } from '../../contract.ts'
import { asObject, type JsonObject } from './json-value.ts'
import { textLines } from './lines.ts'

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
  for await (const { text } of textLines(bytes, limits)) {
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
