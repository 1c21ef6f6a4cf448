/** So many people are told of one comment, and so many unknown names are told to its writer. */
const MOST = 20

/** What is looked at after an `@`: a name has a hundred characters at most. */
const LONGEST = 120

/** An `@` that does not stand inside a word, an address or another mention. */
const at = /(?<![\w@./-])@/g
/** What a name cannot stop before: the word goes on there. */
const goesOn = /^[._-]*[\p{L}\p{N}_]/u
/** A word after an `@`, dots, dashes and underscores inside it; a scoped package's name is none. */
const word = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?(?![._-]*[\p{L}\p{N}/])/u

/** Who is mentioned: members by their own name, and words after an `@` that are nobody's name. Each once. */
export interface Mentioned {
  people: string[]
  unknown: string[]
}

/**
 * The people of these names whom a text mentions, in whatever case. A name may hold spaces, so the longest that is
 * followed by a word's end is meant: "@Ana Lyst" is not "Ana".
 */
export function mentionsIn(text: string, names: readonly string[]): Mentioned {
  const plain = text.normalize()
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  const people = new Set<string>()
  const unknown = new Set<string>()
  for (const { index } of plain.matchAll(at)) {
    const rest = plain.slice(index + 1, index + 1 + LONGEST)
    const name = longestFirst.find((one) => beginsWith(rest, one.normalize()))
    if (name !== undefined) people.add(name)
    else unknown.add(word.exec(rest)?.[0] ?? '')
    if (people.size >= MOST) break
  }
  unknown.delete('')
  return { people: [...people], unknown: [...unknown].slice(0, MOST) }
}

function beginsWith(text: string, name: string): boolean {
  return text.slice(0, name.length).toLowerCase() === name.toLowerCase() && !goesOn.test(text.slice(name.length))
}
