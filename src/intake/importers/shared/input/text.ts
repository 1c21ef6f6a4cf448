import { isUtf8 } from 'node:buffer'
import type { ImportInput } from '../../contract.ts'
import { limited } from './decompress.ts'
import { ImportError } from './import-error.ts'

/** Text of an input, and whether bytes that are no UTF-8 were replaced by U+FFFD. */
export interface DecodedText {
  text: string
  replaced: boolean
}

/** Refuses UTF-16 and UTF-32 by their byte order mark or their zero bytes, with a name. */
export function refuseForeignEncoding(head: Uint8Array): void {
  const [a, b] = head
  const marked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
  const zeroes = head.length >= 2 && (a === 0 || b === 0) && (a !== 0 || b !== 0)
  if (marked || zeroes) throw new ImportError('not-utf-8', 'The file is UTF-16 or UTF-32. Convert it to UTF-8.')
}

/** Decodes bytes as UTF-8 without a byte order mark. */
function decodeText(bytes: Uint8Array): DecodedText {
  refuseForeignEncoding(bytes)
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8')
  return { text, replaced: !isUtf8(bytes) }
}

/** The first bytes of an input. */
export async function readHead(input: ImportInput, bytes: number): Promise<Buffer> {
  let head = Buffer.alloc(0)
  for await (const chunk of input.bytes()) {
    head = Buffer.concat([head, chunk])
    if (head.length >= bytes) break
  }
  return head.subarray(0, bytes)
}

/** All bytes of an input, at most `limits.textBytes`. */
async function readBytes(input: ImportInput): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of limited(input.bytes(), input.limits.textBytes)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The whole text of an input, at most `limits.textBytes`. */
export async function readText(input: ImportInput): Promise<DecodedText> {
  return decodeText(await readBytes(input))
}
