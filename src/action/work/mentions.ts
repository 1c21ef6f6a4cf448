/** So many people are told of one comment. */
const MOST = 20

/** `@name` that does not stand inside a word or an address; names may hold dots, dashes and underscores, not at their end. */
const mention = /(?<![\w@./-])@([\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)/gu

/** Names that a text mentions, in lower case, each once. */
export function mentionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(mention)].map(([, name]) => name!.toLowerCase()))].slice(0, MOST)
}
