/** One interval in brackets as written; an absent `high` is a single version, an empty bound an open end. */
export interface Bracket {
  readonly low: string
  readonly minExclusive: boolean
  readonly high?: string
  readonly maxInclusive: boolean
}

const bracket = /([[(])([^[\]()]*)([\])])/y

/** Intervals in brackets, joined by commas or blanks: `[1,2),[3,)`. `undefined`: anything else. */
export function readBrackets(text: string): Bracket[] | undefined {
  const read: Bracket[] = []
  for (let at = 0; at < text.length; at = skipComma(text, bracket.lastIndex)) {
    bracket.lastIndex = at
    const [found, open, inner = '', close] = bracket.exec(text) ?? []
    const one = found === undefined ? undefined : bracketOf(inner, open === '(', close === ']')
    if (!one) return undefined
    read.push(one)
  }
  return read
}

function bracketOf(inner: string, minExclusive: boolean, maxInclusive: boolean): Bracket | undefined {
  const [low = '', high, more] = inner.split(',').map((part) => part.trim())
  if (more !== undefined) return undefined
  if (high !== undefined) return { low, minExclusive, high, maxInclusive }
  return low === '' || minExclusive || !maxInclusive ? undefined : { low, minExclusive, maxInclusive }
}

function skipComma(text: string, from: number): number {
  let at = from
  while (at < text.length && /[,\s]/.test(text.charAt(at))) at++
  return at
}
