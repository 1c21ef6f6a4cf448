import { compareDigits, compareText, isDigit, isDigits, isLetter } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

interface AlpmVersion {
  epoch: string
  version: string
  release?: string
}

const MAX_LENGTH = 1_024
/** With separators at the end vercmp contradicts itself: 1..a > 1.0 > 1.. > 1..a. */
const endsInSegment = /[0-9A-Za-z]$/

/** Arch Linux: epoch, version, release; a release is compared only when both have one. */
export const alpm = defineScheme<AlpmVersion>({
  id: 'alpm',
  source: 'vercmp(8), alpm_pkg_vercmp',
  parse(input) {
    const text = input.trim()
    if (text.length === 0 || text.length > MAX_LENGTH || /\s/.test(text)) return undefined
    const colon = text.indexOf(':')
    const epoch = colon > 0 && isDigits(text.slice(0, colon)) ? text.slice(0, colon) : '0'
    const rest = text.slice(colon + 1)
    const dash = rest.lastIndexOf('-')
    const version = dash < 0 ? rest : rest.slice(0, dash)
    if (!endsInSegment.test(version)) return undefined
    return dash < 0 ? { epoch, version } : { epoch, version, release: rest.slice(dash + 1) }
  },
  compare: (a, b) => compareDigits(a.epoch, b.epoch) || compareAlpmText(a.version, b.version) || compareReleases(a, b),
})

function compareReleases(a: AlpmVersion, b: AlpmVersion): number {
  if (a.release === undefined || b.release === undefined)
    return Number(a.release !== undefined) - Number(b.release !== undefined)
  return compareAlpmText(a.release, b.release)
}

/** rpmvercmp as pacman keeps it: longer runs of separators are newer, a trailing word makes a version older. */
function compareAlpmText(a: string, b: string): number {
  let left = 0
  let right = 0
  while (left < a.length && right < b.length) {
    const leftStart = skip(a, left)
    const rightStart = skip(b, right)
    if (leftStart >= a.length || rightStart >= b.length) {
      left = leftStart
      right = rightStart
      break
    }
    if (leftStart - left !== rightStart - right) return leftStart - left - (rightStart - right)
    const digits = isDigit(a.charCodeAt(leftStart))
    const leftEnd = run(a, leftStart, digits)
    const rightEnd = run(b, rightStart, digits)
    if (rightEnd === rightStart) return digits ? 1 : -1
    const parts = [a.slice(leftStart, leftEnd), b.slice(rightStart, rightEnd)] as const
    const order = digits ? compareDigits(...parts) : compareText(...parts)
    if (order !== 0) return order
    left = leftEnd
    right = rightEnd
  }
  return compareRests(a, left, b, right)
}

/** Nothing left is above a word that is left, and below anything else. */
function compareRests(a: string, left: number, b: string, right: number): number {
  const aEnds = left >= a.length
  const bEnds = right >= b.length
  if (aEnds && bEnds) return 0
  if (aEnds) return isLetter(b.charCodeAt(right)) ? 1 : -1
  if (bEnds) return isLetter(a.charCodeAt(left)) ? -1 : 1
  return 0
}

function skip(text: string, from: number): number {
  let at = from
  while (at < text.length && !isDigit(text.charCodeAt(at)) && !isLetter(text.charCodeAt(at))) at++
  return at
}

function run(text: string, from: number, digits: boolean): number {
  let at = from
  while (at < text.length && (digits ? isDigit(text.charCodeAt(at)) : isLetter(text.charCodeAt(at)))) at++
  return at
}
