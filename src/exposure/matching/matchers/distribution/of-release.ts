import type { KeyedStatement } from '#core/vocabulary'
import { type Release, streamFor } from '../../release.ts'

/**
 * The statements of one key that speak of a release, worked out once for each: a distribution's advisories about a
 * package are about every release it ever had, and an inventory holds the package many times over.
 */
export function statementsOfRelease(
  statements: readonly KeyedStatement[],
  release: Release,
): readonly KeyedStatement[] {
  const byRelease = sorted.get(statements) ?? new Map<string, readonly KeyedStatement[]>()
  sorted.set(statements, byRelease)
  const key = `${release.version}/${release.minor ?? ''}/${release.flavour ?? ''}`
  const known = byRelease.get(key)
  if (known) return known
  const found = statements.filter(({ affected }) =>
    affected.some((entry) => entry.kind === 'package' && streamFor(entry.ecosystem, release) !== undefined),
  )
  byRelease.set(key, found)
  return found
}

/** Kept as long as the statements themselves. */
const sorted = new WeakMap<readonly KeyedStatement[], Map<string, readonly KeyedStatement[]>>()
