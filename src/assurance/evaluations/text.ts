import { isUtf8 } from 'node:buffer'
import { err, ok, problem, type Result } from '#core/kernel'

const NEWLINE = 10

/** The text of a file in UTF-8, without a byte order mark. */
export function wholeText(bytes: Buffer, code: string): Result<string> {
  if (!isUtf8(bytes)) return err(problem(code, 'it is no text in UTF-8: export it again, or convert it'))
  return ok(withoutMark(bytes.toString('utf8')))
}

export interface Line {
  /** "line 3", for messages. */
  place: string
  /** `undefined` where the bytes are no UTF-8. */
  text: string | undefined
  /** The file ends within it, as one does that was cut; a whole file may end so, too. */
  isOpen: boolean
}

/** The lines of a file that are not empty, one after the other, so that its text is never held twice. */
export function* linesOf(bytes: Buffer): Generator<Line> {
  let [start, number] = [0, 0]
  while (start < bytes.length) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found === -1 ? bytes.length : found
    const part = bytes.subarray(start, end)
    number++
    start = end + 1
    const text = isUtf8(part) ? withoutMark(part.toString('utf8')) : undefined
    if (text === undefined || text.trim() !== '') yield { place: `line ${number}`, text, isOpen: found === -1 }
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
