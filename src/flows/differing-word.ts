import type { KeptWord } from '#exposure/inventory'
import { shortWords } from './short-words.ts'

/** What a person said of something, and what a file says in its place, in short. */
export interface DifferingWord {
  what: string
  said: string
  file: string
}

export function differingWord({ what, said, file }: KeptWord): DifferingWord {
  return { what, said: shortWords(said), file: shortWords(file) }
}
