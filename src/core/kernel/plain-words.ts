/** Control characters, line ends of any kind, and the marks that turn the direction of what stands beside them (UAX #9). */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** A name as it may be shown beside others: nothing in it moves the cursor, or turns the words that follow. */
export function plainWords(name: string): string {
  unseen.lastIndex = 0
  return unseen.test(name) ? name.replace(unseen, ' ').trim() : name
}
