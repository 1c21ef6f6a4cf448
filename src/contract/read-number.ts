/** A number that somebody typed, or why it cannot be read as one. */
export type ReadNumber = { value: number } | { why: string }

const GROUPED = /^[+-]?\d{1,3}([.,' \u00a0\u202f]\d{3})+$/
const PLAIN = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i

/**
 * Reads a number as people type it: with a decimal point or a decimal comma. What could be a thousand or one and a bit
 * ("1,500") is asked for again: nothing is guessed that risk is reckoned with.
 */
export function readNumber(text: string): ReadNumber {
  const typed = text.trim()
  if (typed === '') return { why: 'say a number' }
  if (PLAIN.test(typed) && !(GROUPED.test(typed) && typed.includes(','))) {
    const value = Number(typed.replace(',', '.'))
    return Number.isFinite(value) ? { value } : { why: `${typed} is too large a number` }
  }
  if (GROUPED.test(typed))
    return {
      why: `${typed} may be thousands or a decimal: write ${typed.replace(/[^\d+-]/g, '')}, or the decimal with a point`,
    }
  return { why: `“${typed}” is no number: write it as 0.5 or 0,5` }
}
