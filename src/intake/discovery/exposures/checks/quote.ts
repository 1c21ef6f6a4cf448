import { plainText } from '../../conversation/index.ts'

/** Values behind these words are not repeated in evidence. */
const secrets =
  /((?:pass(?:word|wd)?|secret|token|api_?key|access_?key)\w{0,20}["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"',;]+/gi

/** Words of a peer as evidence: cleaned, bounded, secrets masked. */
export function quote(text: string, characters = 160): string {
  return plainText(text, characters).replace(secrets, '$1…')
}
