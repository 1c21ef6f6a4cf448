/** V8 keeps shorter strings by copy; longer ones may be views into the text they were cut from, or chains of parts. */
const SHORTEST_VIEW = 13

/**
 * The same text in memory of its own. A few characters cut out of a chunk would otherwise keep the whole chunk alive,
 * and with it, over a large document, all of its text.
 */
export function detached(text: string): string {
  if (text.length < SHORTEST_VIEW) return text
  return text.isWellFormed()
    ? Buffer.from(text, 'utf8').toString('utf8')
    : Buffer.from(text, 'utf16le').toString('utf16le')
}
