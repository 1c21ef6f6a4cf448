import { compareVersions } from '../compare.ts'
import type { SchemeId } from '../types.ts'
import type { VersConstraint } from './types.ts'

/** What is wrong with an order of constraints by VERS 5.4, if anything: unsorted, twice the same version, redundant. */
export function sequenceFault(
  scheme: SchemeId | undefined,
  constraints: readonly VersConstraint[],
): string | undefined {
  return (scheme && orderFault(scheme, constraints)) ?? duplicateFault(constraints) ?? alternationFault(constraints)
}

function orderFault(scheme: SchemeId, constraints: readonly VersConstraint[]): string | undefined {
  for (let at = 1; at < constraints.length; at++) {
    const order = compareVersions(scheme, constraints[at - 1]!.version, constraints[at]!.version)
    if (order === 0) return 'each version occurs only once'
    if (order > 0) return 'constraints have to be sorted by version'
  }
  return undefined
}

function duplicateFault(constraints: readonly VersConstraint[]): string | undefined {
  const versions = new Set(constraints.map(({ version }) => version))
  return versions.size < constraints.length ? 'each version occurs only once' : undefined
}

function alternationFault(constraints: readonly VersConstraint[]): string | undefined {
  const listed = constraints.filter(({ comparator }) => comparator !== '!=')
  const single = listed.some(({ comparator }, at) => comparator === '=' && isBelow(listed[at + 1]?.comparator))
  if (single) return 'a single version is followed only by versions and lower bounds'
  const bounds = listed.filter(({ comparator }) => comparator !== '=')
  const repeated = bounds.some(
    ({ comparator }, at) => at > 0 && isBelow(comparator) === isBelow(bounds[at - 1]?.comparator),
  )
  return repeated ? 'lower and upper bounds have to alternate' : undefined
}

/** Drops the bounds that others make redundant; what is left alternates. */
export function alternating(constraints: readonly VersConstraint[]): VersConstraint[] {
  const kept: VersConstraint[] = []
  for (const constraint of constraints) {
    const last = kept.at(-1)
    const upper = isBelow(constraint.comparator)
    if (last && upper && isBelow(last.comparator)) kept.pop()
    if (!last || upper || isBelow(last.comparator)) kept.push(constraint)
  }
  return kept
}

export function isBelow(comparator: string | undefined): boolean {
  return comparator === '<' || comparator === '<='
}
