import { comparatorLists } from './comparators.ts'
import { dottedNumbers, nextOf } from './dotted-numbers.ts'
import type { NativeSyntax } from './types.ts'

const comparators = comparatorLists('composer')
const build = /\+[0-9A-Za-z.-]+/g
const hyphen = /([^\s|,]+) - ([^\s|,]+)/g
/** `<` and `>=` of a version without a stability. */
const bareBound = /(<|>=) ?(v?\d+(?:\.\d+)*)(?![\w.*-])/g
const tilde = /~ ?v?(\d+(?:\.\d+)*)([^\s|,]*)/g

/**
 * Composer's constraints: comparator lists, wildcards, hyphen ranges and a `~` that keeps all but the last number.
 * To a resolver `<1.2` and `>=1.2` mean the development version that comes before 1.2.
 */
export const composer: NativeSyntax = (text, options) => {
  const plain = text.replace(/\s+/g, ' ').replace(build, '').replace(hyphen, hyphenRange)
  const written = plain.replace(tilde, (_, numbers: string, rest: string) => tildeRange(numbers, rest))
  const asked = options.prereleases ?? 'ordered'
  return comparators(asked === 'ordered' ? written : written.replace(bareBound, '$1$2-dev'), options)
}

/** An upper end with places left out holds its whole line. */
function hyphenRange(_: string, low: string, high: string): string {
  const numbers = /^v?\d+(?:\.\d+)?$/.test(high) ? dottedNumbers(high) : undefined
  return numbers === undefined ? `>=${low} <=${high}` : `>=${low} <${nextOf(numbers)}-dev`
}

function tildeRange(numbers: string, rest: string): string {
  const places = dottedNumbers(numbers) ?? []
  return `>=${numbers}${rest} <${nextOf(places.length > 1 ? places.slice(0, -1) : places)}-dev`
}
