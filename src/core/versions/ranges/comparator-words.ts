const operators = ['', '=', '==', '===', '!=', '<>', '<', '<=', '>', '>=', '~', '~>', '~=', '^'] as const
export type Operator = (typeof operators)[number]

/** A condition as written: its operator, `''` where there is none, and what stands behind it. */
export interface Comparator {
  readonly operator: Operator
  readonly version: string
}

/** Only at the beginning of a word: a version may end in `~` or `^`. */
const operatorThenBlank = /(?<=^|[\s,|<>=!~^])([<>=!~^])\s+/g

/**
 * A comparator list: bars separate alternatives, commas and blanks join conditions, `*` says nothing. `undefined`: an
 * operator nobody knows, or one without a version.
 */
export function readComparators(text: string): Comparator[][] | undefined {
  const alternatives = text
    .replace(operatorThenBlank, '$1')
    .split(/\|\|?/)
    .map((alternative) => alternative.split(/[\s,]+/).filter(Boolean))
  const read: Comparator[][] = []
  for (const words of alternatives.length > 1 ? alternatives.filter(({ length }) => length > 0) : alternatives) {
    const conditions = words.filter((word) => word !== '*').map(readComparator)
    if (!conditions.every((condition) => condition !== undefined)) return undefined
    read.push(conditions)
  }
  return read
}

function readComparator(word: string): Comparator | undefined {
  const signs = /^[<>=!~^]*/.exec(word)?.[0] ?? ''
  const operator = operators.find((known) => known === signs)
  const version = word.slice(signs.length)
  return operator === undefined || version === '' ? undefined : { operator, version }
}
