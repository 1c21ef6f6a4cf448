import { err, ok, problem, type Result } from '#core/kernel'
import { compareVersions } from '../compare.ts'
import { intersectIntervals, invertIntervals, unionIntervals } from '../interval-set.ts'
import type { Interval, SchemeId, VersionRange } from '../types.ts'
import { alternating, isBelow } from './sequence.ts'
import type { Vers, VersConstraint } from './types.ts'
import { encodeVersion, sortConstraints } from './vers.ts'

/** The text of a specifier, its constraints in the order they have there, redundant ones included. */
export function formatVers(vers: Vers): string {
  if (vers.constraints.length === 0) return `vers:${vers.type}/*`
  const words = vers.constraints.map(
    ({ comparator, version }) => `${comparator === '=' ? '' : comparator}${encodeVersion(version)}`,
  )
  return `vers:${vers.type}/${words.join('|')}`
}

/** The versions a specifier holds. Problem `unknown-scheme`: its type has no order here. */
export function rangeFromVers(vers: Vers): Result<VersionRange> {
  const { scheme } = vers
  if (scheme === undefined) return err(problem('unknown-scheme', `There is no version order for "${vers.type}".`))
  const excluded = vers.constraints.filter(({ comparator }) => comparator === '!=').map(pointOf)
  const listed = vers.constraints.filter(({ comparator }) => comparator !== '!=')
  const intervals = listed.length === 0 ? [{}] : intervalsOf(listed)
  const without = invertIntervals(scheme, excluded)
  return ok({ scheme, intervals: intersectIntervals(scheme, intervals, without) })
}

/** The canonical specifier of a range; `undefined` for the empty range, which VERS cannot write. */
export function versFromRange({ scheme, intervals, versions = [] }: VersionRange): Vers | undefined {
  const merged = unionIntervals(scheme, [...intervals, ...versions.map((version) => pointOf({ version }))])
  if (merged.length === 0) return undefined
  const constraints = sortConstraints(
    scheme,
    merged.flatMap((one) => constraintsOf(scheme, one)),
  )
  return { type: scheme, scheme, constraints: joined(constraints) }
}

function intervalsOf(listed: readonly VersConstraint[]): Interval[] {
  const intervals: Interval[] = listed.filter(({ comparator }) => comparator === '=').map(pointOf)
  let from: VersConstraint | undefined
  for (const bound of alternating(listed.filter(({ comparator }) => comparator !== '='))) {
    if (isBelow(bound.comparator)) {
      intervals.push({ ...lowerOf(from), ...upperOf(bound) })
      from = undefined
    } else from = bound
  }
  return from ? [...intervals, lowerOf(from)] : intervals
}

function lowerOf(bound: VersConstraint | undefined): Interval {
  if (!bound) return {}
  return bound.comparator === '>' ? { min: bound.version, minExclusive: true } : { min: bound.version }
}

function upperOf({ comparator, version }: VersConstraint): Interval {
  return comparator === '<=' ? { max: version, maxInclusive: true } : { max: version }
}

function pointOf({ version }: Pick<VersConstraint, 'version'>): Interval {
  return { min: version, max: version, maxInclusive: true }
}

function constraintsOf(scheme: SchemeId, { min, minExclusive, max, maxInclusive }: Interval): VersConstraint[] {
  if (min !== undefined && max !== undefined && compareVersions(scheme, min, max) === 0)
    return [{ comparator: '=', version: min }]
  return [
    ...(min === undefined ? [] : [{ comparator: minExclusive ? '>' : '>=', version: min } as const]),
    ...(max === undefined ? [] : [{ comparator: maxInclusive ? '<=' : '<', version: max } as const]),
  ]
}

/** `<1.0` and `>1.0` beside each other are `!=1.0`. */
function joined(constraints: readonly VersConstraint[]): VersConstraint[] {
  const kept: VersConstraint[] = []
  for (const constraint of constraints) {
    const last = kept.at(-1)
    const isHole = last?.comparator === '<' && constraint.comparator === '>' && last.version === constraint.version
    if (isHole) kept.splice(-1, 1, { comparator: '!=', version: constraint.version })
    else kept.push(constraint)
  }
  return kept
}
