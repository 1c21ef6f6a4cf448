import type { ConstraintReader, VersComparator, VersConstraint } from './types.ts'

/** What an operator before a version stands for; `undefined` where that version cannot follow it. */
export type Expand = (version: string) => readonly VersConstraint[] | undefined

const plainOperators: Readonly<Record<string, VersComparator>> = {
  '': '=',
  '=': '=',
  '==': '=',
  '===': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const operatorThenBlank = /([<>=!~^]) /g
const between = /[|, ]+/

/** Reads comparators joined by commas, blanks and bars; `*` says nothing. `operators` come before the plain ones. */
export function comparatorList(operators: Readonly<Record<string, Expand>>): ConstraintReader {
  return (text) => {
    const constraints: VersConstraint[] = []
    for (const condition of text.replace(/\s+/g, ' ').replace(operatorThenBlank, '$1').split(between)) {
      const part = condition === '' || condition === '*' ? [] : expanded(condition, operators)
      if (!part) return undefined
      constraints.push(...part)
    }
    return constraints
  }
}

function expanded(
  condition: string,
  operators: Readonly<Record<string, Expand>>,
): readonly VersConstraint[] | undefined {
  const operator = /^[<>=!~^]*/.exec(condition)?.[0] ?? ''
  const version = condition.slice(operator.length)
  if (version === '') return undefined
  const expand = operators[operator]
  if (expand) return expand(version)
  const comparator = plainOperators[operator]
  return comparator && [{ comparator, version }]
}
