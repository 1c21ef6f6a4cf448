import { compareDigits, compareText } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

type Kind = 'number' | 'letter' | 'suffix' | 'suffix-number' | 'hash' | 'revision' | 'end' | 'invalid'

interface Token {
  kind: Kind
  text: string
}

interface ApkVersion {
  tokens: Token[]
  valid: boolean
}

/** The later in this list, the earlier a version ends: of two that differ here, the one that goes on is newer. */
const kinds: readonly Kind[] = ['number', 'letter', 'suffix', 'suffix-number', 'hash', 'revision', 'end', 'invalid']
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']
const RELEASE = suffixes.indexOf('')
const version = /^\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(?:~[0-9a-f]+)?(?:-r\d+)?$/
/** apk-tools before 3 also orders empty numbers and a number behind the letter: 5.7.1p1 stands in its indexes. */
const ordered =
  /^(\d*(?:\.\d*)*)(?:([a-z])(\d*))?((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([0-9a-f]+))?(?:-r(\d+)$)?/
const MAX_LENGTH = 1_024
const end: Token = { kind: 'end', text: '' }
const invalid: Token = { kind: 'invalid', text: '' }

/**
 * Alpine: numbers, a letter, suffixes, a commit hash, a package revision. From where a text is no version any more apk
 * compares nothing and puts it below what ends or goes on there: 1.8.31p1 < 1.8.31 < 1.9.
 */
export const apk = defineScheme<ApkVersion>({
  id: 'apk',
  source: 'apk-tools, apk-package(5) and version.c',
  parse(text) {
    return text.length > MAX_LENGTH ? undefined : { tokens: tokensOf(text), valid: version.test(text) }
  },
  isVersion: ({ valid }) => valid,
  compare({ tokens: a }, { tokens: b }) {
    for (let at = 0; at < a.length || at < b.length; at++) {
      const order = compareTokens(a[at] ?? end, b[at] ?? end, at === 0)
      if (order !== 0) return order
    }
    return 0
  },
})

function tokensOf(text: string): Token[] {
  const [read = '', numbers, letter, letterNumber, suffixed = '', hash, revision] = ordered.exec(text) ?? []
  const tokens: Token[] = numbers?.split('.').map((number) => ({ kind: 'number', text: number })) ?? []
  if (letter) tokens.push({ kind: 'letter', text: letter })
  if (letterNumber) tokens.push({ kind: 'number', text: letterNumber })
  for (const [, word = '', number] of suffixed.matchAll(/_([a-z]+)(\d*)/g)) {
    tokens.push({ kind: 'suffix', text: word })
    if (number) tokens.push({ kind: 'suffix-number', text: number })
  }
  if (hash !== undefined) tokens.push({ kind: 'hash', text: hash })
  if (revision !== undefined) tokens.push({ kind: 'revision', text: revision })
  return read === '' || read.length < text.length ? [...tokens, invalid] : tokens
}

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
