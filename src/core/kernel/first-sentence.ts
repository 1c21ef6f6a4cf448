/** The first sentence or line of a text, cut with an ellipsis where it is longer than `most` characters; `undefined`: there is none. */
export function firstSentence(text: string | undefined, most: number): string | undefined {
  if (text === undefined || text === '') return undefined
  const end = text.search(/[.!?](?:\s|$)|\n/)
  const sentence = end < 0 ? text : text.slice(0, end)
  return sentence.length <= most ? sentence : `${sentence.slice(0, most - 1).trimEnd()}…`
}
