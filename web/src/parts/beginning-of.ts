/** So much longer than what is shown it must be: nobody opens a text for three more words. */
const SLACK = 1.25

/** The beginning of a text that is much longer than `most` characters, up to a word; else all of it. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most * SLACK) return text
  const cut = text.slice(0, most)
  const word = cut.search(/\s+\S*$/)
  // A text without spaces is cut within its word, but not within a character.
  return word > most / 2 ? cut.slice(0, word) : cut.replace(/[\uD800-\uDBFF]$/, '')
}
