import { compareDigits, compareText, isDigit, isLetter } from './digits.ts'

/** rpmvercmp of rpm 4.15 and later: segments of digits or letters; `~` sorts before the end, `^` after the end but before more. */
export function compareRpmText(a: string, b: string): number {
  if (a === b) return 0
  let left = 0
  let right = 0
  while (left < a.length || right < b.length) {
    left = skipSeparators(a, left)
    right = skipSeparators(b, right)
    const marked = compareMarks(a[left], b[right], left >= a.length, right >= b.length)
    if (marked === 'both') {
      left++
      right++
      continue
    }
    if (marked !== undefined) return marked
    if (left >= a.length || right >= b.length) break
    const leftEnd = segmentEnd(a, left)
    const rightEnd = segmentEndLike(a, left, b, right)
    // Segments of different kinds: the numeric one is newer.
    if (rightEnd === right) return isDigit(a.charCodeAt(left)) ? 1 : -1
    const order = compareSegments(a.slice(left, leftEnd), b.slice(right, rightEnd))
    if (order !== 0) return order
    left = leftEnd
    right = rightEnd
  }
  return Number(left < a.length) - Number(right < b.length)
}

function skipSeparators(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (isDigit(code) || isLetter(code) || text[at] === '~' || text[at] === '^') break
    at++
  }
  return at
}

function compareMarks(
  a: string | undefined,
  b: string | undefined,
  aEnds: boolean,
  bEnds: boolean,
): number | 'both' | undefined {
  if (a === '~' || b === '~') return a === b ? 'both' : a === '~' ? -1 : 1
  if (a !== '^' && b !== '^') return undefined
  if (a === b) return 'both'
  if (aEnds) return -1
  if (bEnds) return 1
  return a === '^' ? -1 : 1
}

function segmentEnd(text: string, from: number): number {
  const digits = isDigit(text.charCodeAt(from))
  let at = from
  while (at < text.length && (digits ? isDigit(text.charCodeAt(at)) : isLetter(text.charCodeAt(at)))) at++
  return at
}

function segmentEndLike(model: string, modelAt: number, text: string, from: number): number {
  const same = isDigit(model.charCodeAt(modelAt)) === isDigit(text.charCodeAt(from))
  return same ? segmentEnd(text, from) : from
}

function compareSegments(a: string, b: string): number {
  return isDigit(a.charCodeAt(0)) ? compareDigits(a, b) : compareText(a, b)
}
