import { digestOf } from './digest.ts'

/*
 * A chain of digests: each entry is bound to all before it, so that a change, a gap or another order shows. The words of an
 * entry count by a salted digest: they can be erased without breaking the chain, and not be guessed from it.
 */

/** The digest that stands before a chain's first entry. `name` tells chains apart. */
export function chainStart(name: string): string {
  return digestOf(name)
}

/** @param words canonical JSON of what the entry says */
export function saltedDigest(salt: string, words: string): string {
  return digestOf(`${salt}\n${words}`)
}

/** Binds an entry to everything before it. */
export function linkDigest(previous: string, entry: { position: number; at: string; content: string }): string {
  return digestOf([previous, entry.position, entry.at, entry.content].join('\n'))
}
