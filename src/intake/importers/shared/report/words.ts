import { asStrings, asText } from '../input/json-value.ts'

/** Characters of a title, of a longer text, of a word; entries of a list. */
export const MAX_TITLE = 500
export const MAX_TEXT = 10_000
const MAX_LIST = 100
const MAX_WORD = 300

/** The value as text of at most so many characters. */
export function cut(value: unknown, length: number): string | undefined {
  return asText(value)?.slice(0, length)
}

/** The value as a word that can name something; `undefined` where it is empty or longer than a name is. */
export function word(value: unknown): string | undefined {
  const text = asText(value)
  return text !== undefined && text.length <= MAX_WORD && text.trim() !== '' ? text : undefined
}

/** The words of a list, a hundred at most. */
export function words(value: unknown): string[] {
  return asStrings(value)
    .filter((one) => word(one) !== undefined)
    .slice(0, MAX_LIST)
}

/** A list that some tools write as one text with commas or lines. */
export function listed(value: unknown): string[] {
  const text = asText(value)
  return words(text === undefined ? value : text.slice(0, MAX_TEXT).split(/[,;\n]\s*|\s+/)).filter(Boolean)
}
