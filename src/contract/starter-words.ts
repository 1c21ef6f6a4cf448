/** The source's id as a word of its own, and no part of a package's name (`spring-boot-starter`). */
const id = /(?<![\w.@/-])starter(?![\w.@/-])/g

/** What decides before any feed is read, by a name that says what it is: its id is a word of ours alone. */
export function starterWords(text: string): string {
  return text.replace(id, 'Lunette’s built-in starter knowledge')
}
