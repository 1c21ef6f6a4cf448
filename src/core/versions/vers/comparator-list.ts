import { type Comparator, type Operator, readComparators } from '../ranges/comparator-words.ts'
import type { ConstraintReader, VersComparator, VersConstraint } from './types.ts'

/** What an operator before a version stands for; `undefined` where that version cannot follow it. */
export type Expand = (version: string) => readonly VersConstraint[] | undefined

const plainOperators: Readonly<Partial<Record<Operator, VersComparator>>> = {
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

/** Every constraint of a comparator list, whichever alternative it stands in. `operators` come before the plain ones. */
export function comparatorList(operators: Readonly<Partial<Record<Operator, Expand>>>): ConstraintReader {
  return (text) => {
    const constraints: VersConstraint[] = []
    for (const condition of readComparators(text)?.flat() ?? [undefined]) {
      const part = condition && expanded(condition, operators)
      if (!part) return undefined
      constraints.push(...part)
    }
    return constraints
  }
}

function expanded(
  { operator, version }: Comparator,
  operators: Readonly<Partial<Record<Operator, Expand>>>,
): readonly VersConstraint[] | undefined {
  const expand = operators[operator]
  if (expand) return expand(version)
  const comparator = plainOperators[operator]
  return comparator && [{ comparator, version }]
}
