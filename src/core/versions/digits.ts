const ZERO = 48
const SAFE_LENGTH = 15

/** Compares two strings of decimal digits by value, however long; `''` counts as zero. */
export function compareDigits(a: string, b: string): number {
  if (a.length <= SAFE_LENGTH && b.length <= SAFE_LENGTH) return Number(a) - Number(b)
  const left = withoutZeros(a)
  const right = withoutZeros(b)
  return left.length - right.length || compareText(left, right)
}

/** Compares by code unit, as the formats' own programs do. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** True when the text is one or more decimal digits. */
export function isDigits(text: string): boolean {
  if (text.length === 0) return false
  for (let at = 0; at < text.length; at++) if (!isDigit(text.charCodeAt(at))) return false
  return true
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9
}

export function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** Compares lists of digit strings place by place; a missing place counts as `missing`. */
export function compareDigitLists(a: readonly string[], b: readonly string[], missing = '0'): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareDigits(a[at] ?? missing, b[at] ?? missing)
    if (order !== 0) return order
  }
  return 0
}

function withoutZeros(digits: string): string {
  let at = 0
  while (at < digits.length - 1 && digits.charCodeAt(at) === ZERO) at++
  return digits.slice(at)
}
