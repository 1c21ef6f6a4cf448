/** What stands between an `@` and the cursor: names may hold spaces, so all of it may be one. */
const begun = /(?<![\w@./-])@([^@\n]{0,100})$/u
const MOST_OFFERED = 6

/** A name that is being written: what of it is there, and whom it may become. */
export interface BegunMention {
  part: string
  offered: string[]
}

/** The mention at the end of what stands before the cursor; what is written out already is offered no more. */
export function begunMention(before: string, names: readonly string[]): BegunMention {
  const part = begun.exec(before)?.[1]
  if (part === undefined) return { part: '', offered: [] }
  const lower = part.toLowerCase()
  const offered = names.filter((name) => name.toLowerCase().startsWith(lower))
  const isWhole = offered.length === 1 && offered[0]!.length === part.length
  return { part, offered: isWhole ? [] : offered.slice(0, MOST_OFFERED) }
}

/** Says whom a comment could not tell. */
export function unknownWords(names: readonly string[]): string {
  const list = names.map((name) => `@${name}`)
  const last = list.pop()
  return `Nobody here is called ${list.length > 0 ? `${list.join(', ')} or ${last}` : last}: nobody was told by that.`
}
