import { compareDigits, compareText } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

type Kind = 'number' | 'letter' | 'suffix' | 'suffix-number' | 'hash' | 'revision' | 'end'

interface Token {
  kind: Kind
  text: string
}

/** The later in this list, the earlier a version ends: of two that differ here, the one that goes on is newer. */
const kinds: readonly Kind[] = ['number', 'letter', 'suffix', 'suffix-number', 'hash', 'revision', 'end']
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']
const RELEASE = suffixes.indexOf('')
const pattern =
  /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([0-9a-f]+))?(?:-r(\d+))?$/
const MAX_LENGTH = 1_024
const end: Token = { kind: 'end', text: '' }

/** Alpine: numbers, a letter, suffixes, a commit hash, a package revision. */
export const apk = defineScheme<Token[]>({
  id: 'apk',
  source: 'apk-tools, apk-package(5) and version.c',
  parse(text) {
    const found = text.length <= MAX_LENGTH ? pattern.exec(text) : undefined
    if (!found) return undefined
    const [, numbers = '', letter, suffixed = '', hash, revision] = found
    const tokens: Token[] = numbers.split('.').map((number) => ({ kind: 'number', text: number }))
    if (letter) tokens.push({ kind: 'letter', text: letter })
    for (const [, word = '', number] of suffixed.matchAll(/_([a-z]+)(\d*)/g)) {
      tokens.push({ kind: 'suffix', text: word })
      if (number) tokens.push({ kind: 'suffix-number', text: number })
    }
    if (hash !== undefined) tokens.push({ kind: 'hash', text: hash })
    if (revision !== undefined) tokens.push({ kind: 'revision', text: revision })
    return tokens
  },
  compare(a, b) {
    for (let at = 0; at < a.length || at < b.length; at++) {
      const order = compareTokens(a[at] ?? end, b[at] ?? end, at === 0)
      if (order !== 0) return order
    }
    return 0
  },
})

function compareTokens(a: Token, b: Token, first: boolean): number {
  if (a.kind === b.kind) return compareSame(a, b, first)
  if (isPrerelease(a)) return -1
  if (isPrerelease(b)) return 1
  return kinds.indexOf(b.kind) - kinds.indexOf(a.kind)
}

function isPrerelease(token: Token): boolean {
  return token.kind === 'suffix' && suffixes.indexOf(token.text) < RELEASE
}

/** Numbers after the first that begin with a zero are fractions: compared as text. */
function compareSame(a: Token, b: Token, first: boolean): number {
  switch (a.kind) {
    case 'number':
      if (!first && (a.text.startsWith('0') || b.text.startsWith('0'))) return compareText(a.text, b.text)
      return compareDigits(a.text, b.text)
    case 'suffix':
      return suffixes.indexOf(a.text) - suffixes.indexOf(b.text)
    case 'suffix-number':
    case 'revision':
      return compareDigits(a.text, b.text)
    default:
      return compareText(a.text, b.text)
  }
}
