import { compareDigits } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

const pattern = /^\d+(?:[.-]\d+)*$/

/** R packages: numbers separated by `.` or `-`; a longer list is above its own beginning. */
export const cran = defineScheme<string[]>({
  id: 'cran',
  source: 'R, package_version and numeric_version',
  parse: (text) => (text.length <= 512 && pattern.test(text) ? text.split(/[.-]/) : undefined),
  compare: compareLonger,
})

function compareLonger(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compareDigits(a[at]!, b[at]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}
