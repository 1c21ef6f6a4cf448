import type { AffectedCpe, CpeMatch, CpeNode } from '../advisory.ts'

/** `unknown`: the inventory says too little to tell. */
export type Ternary = 'yes' | 'no' | 'unknown'

/**
 * Whether a configuration holds, given which of its criteria are met: AND, OR and negation over its nodes, where
 * evidence that is missing gives `unknown` and never `no`. What settles a node is asked first come, first served.
 */
export function evaluateConfiguration(configuration: AffectedCpe, meets: (match: CpeMatch) => Ternary): Ternary {
  const nodeHolds = ({ operator, matches, negate }: CpeNode) => negateIf(negate, combine(operator, matches, meets))
  return negateIf(configuration.negate, combine(configuration.operator, configuration.nodes, nodeHolds))
}

function combine<T>(operator: 'AND' | 'OR', parts: readonly T[], holds: (part: T) => Ternary): Ternary {
  if (parts.length === 0) return 'unknown'
  const settling = operator === 'AND' ? 'no' : 'yes'
  let combined: Ternary = operator === 'AND' ? 'yes' : 'no'
  for (const part of parts) {
    const result = holds(part)
    if (result === settling) return settling
    if (result === 'unknown') combined = 'unknown'
  }
  return combined
}

function negateIf(negate: true | undefined, holds: Ternary): Ternary {
  if (!negate || holds === 'unknown') return holds
  return holds === 'yes' ? 'no' : 'yes'
}
