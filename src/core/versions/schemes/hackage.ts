import { compareDigits } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

/** Haskell packages: numbers separated by dots; a longer list is above its own beginning. */
export const hackage = defineScheme<string[]>({
  id: 'hackage',
  source: 'Haskell Package Versioning Policy; Data.Version',
  parse: (text) => (text.length <= 512 && /^\d+(?:\.\d+)*$/.test(text) ? text.split('.') : undefined),
  compare(a, b) {
    for (let at = 0; at < Math.min(a.length, b.length); at++) {
      const order = compareDigits(a[at]!, b[at]!)
      if (order !== 0) return order
    }
    return a.length - b.length
  },
})
