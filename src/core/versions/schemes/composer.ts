import { compareDigitLists, compareText } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

/** A normalised version, or the name of a branch. */
interface ComposerVersion {
  branch?: string
  numbers: string[]
  /** Place in `stabilities`. */
  stability: number
  stabilityNumbers: string[]
  dev: boolean
}

const stabilities = ['dev', 'alpha', 'beta', 'rc', '', 'patch']
const DEV = stabilities.indexOf('dev')
const STABLE = stabilities.indexOf('')
const longForms: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', stable: '', p: 'patch', pl: 'patch' }
const modifier = String.raw`[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)(\d*(?:[.-]\d+)*))?([.-]?dev)?`
const classical = new RegExp(String.raw`^v?(\d{1,5})(\.\d+)?(\.\d+)?(\.\d+)?${modifier}$`, 'i')
const dated = new RegExp(String.raw`^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})${modifier}$`, 'i')
const branches = /^v?(\d+)(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?[.-]?dev$/i
const MAX_LENGTH = 512
/** Numbers a branch leaves open are above all that were released. */
const OPEN = '9999999'

/** Composer: up to four numbers or a date, a stability, `-dev`; branches (`dev-master`) sort below all versions. */
export const composer = defineScheme<ComposerVersion>({
  id: 'composer',
  source: 'composer/semver, VersionParser and Comparator',
  parse(input) {
    const text = stripped(input)
    if (text.length === 0 || text.length > MAX_LENGTH) return undefined
    const found = classical.exec(text)
    if (found)
      return versionOf(
        found.slice(1, 5).map((number) => number?.replace('.', '') ?? '0'),
        found.slice(5),
      )
    const date = dated.exec(text)
    if (date) return versionOf(date[1]!.split(/\D/), date.slice(2))
    return branchOf(text)
  },
  compare(a, b) {
    if (a.branch !== undefined || b.branch !== undefined) return compareBranches(a.branch, b.branch)
    return (
      compareDigitLists(a.numbers, b.numbers) ||
      a.stability - b.stability ||
      compareDigitLists(a.stabilityNumbers, b.stabilityNumbers, '-1') ||
      Number(b.dev) - Number(a.dev)
    )
  },
})

/** An alias, a stability flag, a commit and build metadata do not belong to the version. */
function stripped(input: string): string {
  return input
    .trim()
    .replace(/^([^,\s]+) +as +[^,\s]+$/, '$1')
    .replace(/@(?:stable|rc|beta|alpha|dev)$/i, '')
    .replace(/#.*$/, '')
    .replace(/^([^,\s+]+)\+[^\s]+$/, '$1')
}

function versionOf(numbers: string[], [word, wordNumbers, dev]: (string | undefined)[]): ComposerVersion {
  const name = word?.toLowerCase() ?? ''
  return {
    numbers,
    stability: name === '' && dev !== undefined ? DEV : stabilities.indexOf(longForms[name] ?? name),
    stabilityNumbers: wordNumbers?.match(/\d+/g) ?? [],
    dev: dev !== undefined,
  }
}

function branchOf(text: string): ComposerVersion | undefined {
  const open = branches.exec(text)
  if (open) {
    const numbers = open
      .slice(1, 5)
      .map((part) => (part === undefined || /[xX*]/.test(part) ? OPEN : part.replace('.', '')))
    return { numbers, stability: STABLE, stabilityNumbers: [], dev: true }
  }
  const name = /^dev-(.+)$/i.exec(text)?.[1] ?? (/^(?:master|trunk|default)$/i.test(text) ? text : undefined)
  return name === undefined
    ? undefined
    : { branch: name, numbers: [], stability: STABLE, stabilityNumbers: [], dev: true }
}

function compareBranches(a: string | undefined, b: string | undefined): number {
  if (a !== undefined && b !== undefined) return compareText(a, b)
  return a !== undefined ? -1 : 1
}
