import type { Match, RecordId, Verdict } from '#core/vocabulary'
import { combine } from './combine.ts'
import { DecidedMatch, type Others } from './decided-match.ts'
import type { Identity } from './identity.ts'
import { isPositive, type Opinion } from './opinion.ts'
import { splitByTrust } from './opinions.ts'

/**
 * One match from all opinions about one vulnerability, most trusted method first; `undefined` when there is nothing to
 * tell: a plain "not in the affected range". A `not-affected` that contradicts a less trusted source is told.
 */
export function decide(identity: Identity, vulnerabilityId: RecordId, opinions: readonly Opinion[]): Match | undefined {
  // Most statements about a package are about other versions of it.
  if (opinions.every(({ verdict }) => verdict === 'not-affected')) return undefined
  const { trusted, silenced, yielding } = splitByTrust(opinions)
  const { deciding, heard } = combine(identity, trusted)
  const overridden = silenced.filter(({ verdict }) => isPositive(verdict))
  if (deciding.verdict === 'not-affected' && overridden.length === 0) return undefined
  // Without a version every advisory would be unknown: coverage counts the component once instead.
  if (deciding.verdict === 'unknown' && identity.version === undefined) return undefined
  return matchOf(identity, vulnerabilityId, deciding, { heard, silenced: overridden, yielding })
}

/** The same, but told whatever the verdict: for explaining why something does not match. */
export function decideAloud(identity: Identity, vulnerabilityId: RecordId, opinions: readonly Opinion[]): Match {
  const { trusted, silenced, yielding } = splitByTrust(opinions)
  const { deciding, heard } = combine(identity, trusted)
  return matchOf(identity, vulnerabilityId, deciding, { heard, silenced, yielding })
}

function matchOf(
  identity: Identity,
  vulnerabilityId: RecordId,
  deciding: Opinion,
  voices: Omit<Others, 'lender'>,
): Match {
  const { heard, silenced } = voices
  const lender = lenderOf(identity, deciding, heard, silenced)
  const verdict = identity.banner ? softened(deciding.verdict) : deciding.verdict
  const fixedVersions = isPositive(verdict) ? (lender?.fixedVersions ?? fixesOf(deciding, heard)) : []
  const fixState = lender ? 'fixed' : fixStateOf(deciding, heard)
  return new DecidedMatch({ vulnerabilityId, verdict, fixedVersions, fixState }, identity, deciding, {
    ...voices,
    lender,
  })
}

function fixesOf(deciding: Opinion, heard: readonly Opinion[]): string[] {
  if (heard.length === 1 && heard[0] === deciding) return deciding.fixedVersions
  return [...new Set([deciding, ...heard].flatMap(({ fixedVersions }) => fixedVersions))]
}

/** A banner is a service's word about itself: what rests on it is likely at most. */
function softened(verdict: Verdict): Verdict {
  if (verdict === 'affected') return 'likely-affected'
  return verdict === 'not-affected' ? 'likely-fixed' : verdict
}

function fixStateOf(deciding: Opinion, heard: readonly Opinion[]): Match['fixState'] {
  if (deciding.fixState === 'fixed' || !isPositive(deciding.verdict)) return deciding.fixState
  return heard.some(({ fixedVersions }) => fixedVersions.length > 0) ? 'fixed' : deciding.fixState
}

/**
 * A less trusted source that agrees and names the fix of which those that decide say nothing: "through 2.4.59" is no word
 * on what comes after it. A distribution's package is not fixed by upstream's version.
 */
function lenderOf(
  { kind }: Identity,
  deciding: Opinion,
  heard: readonly Opinion[],
  silenced: readonly Opinion[],
): Opinion | undefined {
  if (silenced.length === 0 || kind === 'distribution' || !isPositive(deciding.verdict)) return undefined
  if (tellsOfFix(deciding) || heard.some(tellsOfFix)) return undefined
  return silenced.find(({ verdict, fixedVersions }) => isPositive(verdict) && fixedVersions.length > 0)
}

function tellsOfFix({ fixState, fixedVersions }: Opinion): boolean {
  return fixState !== 'unknown' || fixedVersions.length > 0
}
