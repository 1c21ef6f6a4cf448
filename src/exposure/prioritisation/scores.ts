import type { Priority, SeverityStatement, VulnerabilityFacts } from '#core/vocabulary'
import { epssChange, likelyExploited } from './lev.ts'

/**
 * What a vulnerability's EPSS comes to: the newest score with its change, and LEV. It moves with every day of scores and
 * decides nothing; only the place in the list follows from it, in bands.
 *
 * @param asOf the day up to which LEV is computed
 */
export function dailyScores({
  facts,
  asOf,
}: {
  facts: Pick<VulnerabilityFacts, 'epss' | 'published'>
  asOf: string
}): Pick<Priority, 'epss' | 'lev'> {
  if (!facts.epss) return {}
  const { history, ...current } = facts.epss
  const change = epssChange(current, history)
  const lev = likelyExploited([...history, current], facts.published, asOf)
  return {
    epss: { ...current, ...(change ? { change30d: change.change, changeSince: change.since } : {}) },
    ...(lev ? { lev } : {}),
  }
}

const versionOrder = ['4.0', '3.1', '3.0', '2.0'] as const

/** The score shown: the newest CVSS version's highest, so that an added worse score never lowers it. */
export function cvssOf({ severities }: Pick<VulnerabilityFacts, 'severities'>): Pick<Priority, 'cvss'> {
  for (const version of versionOrder) {
    const scored = severities.filter(
      (severity: SeverityStatement) => severity.version === version && severity.score !== undefined,
    )
    const worst = scored.toSorted((a, b) => b.score! - a.score! || (a.vector < b.vector ? -1 : 1))[0]
    if (worst) return { cvss: { score: worst.score!, vector: worst.vector, version, by: worst.by } }
  }
  return {}
}
