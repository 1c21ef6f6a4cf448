import { compareDigitLists, compareDigits, compareText, isDigits } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

/** A PEP 440 version, or a legacy one from before it. */
interface Pep440 {
  legacy?: string[]
  epoch: string
  release: string[]
  /** Sorts dev-only releases below prereleases and finals above: [phase, number]. */
  pre: readonly [number, string]
  post: readonly [number, string]
  dev: readonly [number, string]
  local: string[]
}

const pattern =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i

const phases: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 }
const NO_PRE_BUT_DEV = 0
const FINAL = 4
const MAX_LENGTH = 1_024

/**
 * PEP 440. Versions from before it (`2.8.123e`, `0.9.6-dev-r1`) are read as legacy and sort below every PEP 440 version,
 * as setuptools and packaging before 22 ordered them; texts without any digit or letter are no versions.
 */
export const pypi = defineScheme<Pep440>({
  id: 'pypi',
  source: 'PEP 440; packaging.version, LegacyVersion of packaging < 22',
  parse(input) {
    const text = input.trim()
    if (text.length > MAX_LENGTH) return undefined
    const found = pattern.exec(text)
    return found ? fromMatch(found) : legacyOf(text)
  },
  isPrerelease: ({ pre, dev, legacy }) => !legacy && (pre[0] < FINAL || dev[0] === 0),
  compare(a, b) {
    if (a.legacy || b.legacy) return compareLegacy(a.legacy, b.legacy)
    return (
      compareDigits(a.epoch, b.epoch) ||
      compareDigitLists(a.release, b.release) ||
      comparePhases(a.pre, b.pre) ||
      comparePhases(a.post, b.post) ||
      comparePhases(a.dev, b.dev) ||
      compareLocals(a.local, b.local)
    )
  },
})

function fromMatch(found: RegExpExecArray): Pep440 {
  const [, epoch = '0', release = '0', preWord, preNumber, dashPost, postWord, postNumber, devWord, devNumber, local] =
    found
  const hasPost = dashPost !== undefined || postWord !== undefined
  const noPre = devWord && !hasPost ? NO_PRE_BUT_DEV : FINAL
  return {
    epoch,
    release: release.split('.'),
    pre: preWord ? [phases[preWord.toLowerCase()]!, preNumber || '0'] : [noPre, '0'],
    post: hasPost ? [1, dashPost ?? (postNumber || '0')] : [0, '0'],
    dev: devWord ? [0, devNumber || '0'] : [1, '0'],
    local: local?.toLowerCase().split(/[-_.]/) ?? [],
  }
}

function comparePhases(a: readonly [number, string], b: readonly [number, string]): number {
  return a[0] - b[0] || compareDigits(a[1], b[1])
}

/** No local part first; then numbers above words, longer above its own beginning. */
function compareLocals(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a[at]!
    const right = b[at]!
    const leftIsNumber = isDigits(left)
    if (leftIsNumber !== isDigits(right)) return leftIsNumber ? 1 : -1
    const order = leftIsNumber ? compareDigits(left, right) : compareText(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Malformed local parts, blanks and empty places are no versions of any time. */
const legacyText = /^[\w-]+(?:\.[\w-]+)*$/
const legacyParts = /\d+|[a-z]+|\.|-/g
const legacyWords: Readonly<Record<string, string>> = { pre: 'c', preview: 'c', '-': 'final-', rc: 'c', dev: '@' }
const NUMBER_WIDTH = 8

/** setuptools' old reading: parts with numbers padded, words before `*final`, trailing zeros and dashes dropped. */
function legacyOf(text: string): Pep440 | undefined {
  if (!legacyText.test(text)) return undefined
  const parts: string[] = []
  for (const [part] of text.toLowerCase().matchAll(legacyParts)) {
    if (part === '.') continue
    const word = legacyWords[part] ?? part
    if (isDigits(part)) parts.push(part.padStart(NUMBER_WIDTH, '0'))
    else pushWord(parts, `*${word}`)
  }
  if (parts.length === 0) return undefined
  pushWord(parts, '*final')
  return { legacy: parts, epoch: '0', release: [], pre: [0, '0'], post: [0, '0'], dev: [0, '0'], local: [] }
}

function pushWord(parts: string[], word: string): void {
  if (word < '*final') while (parts.at(-1) === '*final-') parts.pop()
  while (parts.at(-1) === '00000000') parts.pop()
  parts.push(word)
}

function compareLegacy(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  if (!a || !b) return Number(Boolean(b)) - Number(Boolean(a))
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareText(a[at]!, b[at]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}
