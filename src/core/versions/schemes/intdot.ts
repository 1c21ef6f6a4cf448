import { compareDigitLists } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

/** VERS intdot: numbers separated by dots; what follows the last number does not count. */
export const intdot = defineScheme<string[]>({
  id: 'intdot',
  source: 'VERS, intdot',
  parse: (text) => (text.length <= 512 ? /^\d+(?:\.\d+)*/.exec(text)?.[0].split('.') : undefined),
  compare: (a, b) => compareDigitLists(a, b),
})
