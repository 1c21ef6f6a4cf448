import { compareVersions } from '#core/versions'
import { distributionFacts } from './distributions.ts'
import type { Identity } from './identity.ts'
import { byWorst, type NamedFix, type Opinion } from './opinion.ts'
import { upstreamVersion } from './upstream-version.ts'

/** The opinion that stands for one vulnerability among those of the most trusted method, and the ones it outweighs. */
export interface Combined {
  deciding: Opinion
  heard: Opinion[]
}

/** Weighs the opinions of one method about one vulnerability. Their order does not matter. */
export function combine(identity: Identity, opinions: readonly Opinion[]): Combined {
  const [only] = opinions
  if (only !== undefined && opinions.length === 1) return { deciding: only, heard: [only] }
  const direct = opinions.filter((opinion) => opinion.direct)
  const heard = (direct.length > 0 ? direct : [...opinions]).sort(byWorst)
  const streams = identity.kind === 'distribution' || heard.some(({ stream }) => stream === 'extended')
  const deciding = streams ? decideAmongStreams(identity, heard) : heard[0]
  return { deciding: deciding as Opinion, heard }
}

/**
 * A fix reached in any stream the package can draw from settles it: extended streams (EUS, ESM, LTSS) ship the same fix
 * in another build. Otherwise the worst opinion stands, after dropping fixes meant for later minor releases.
 */
function decideAmongStreams(identity: Identity, heard: Opinion[]): Opinion | undefined {
  const fixedInStream = heard.find(
    ({ stream, verdict, fix }) => stream === 'extended' && verdict === 'not-affected' && fix?.reached,
  )
  if (fixedInStream) return fixedInStream
  const fixedInBase = heard.find(
    ({ stream, verdict, fix }) => stream === 'base' && verdict === 'not-affected' && fix?.reached,
  )
  const worst = heard.find(
    (opinion) => !(fixedInBase && (opinion.stream === 'extended' || isLaterMinorsFix(identity, opinion, fixedInBase))),
  )
  return worst ?? fixedInBase
}

/**
 * Red Hat fixes a vulnerability once per minor release, each on its own upstream version. A build that has reached one
 * of those fixes is not asked to reach the next, unless it is already on that next upstream version.
 */
function isLaterMinorsFix(identity: Identity, opinion: Opinion, fixed: Opinion): boolean {
  if (!minorsAreFixedApart(identity) || !opinion.fix || !fixed.fix || opinion.fix.scope !== fixed.fix.scope)
    return false
  return isOlderUpstream(identity, opinion.fix)
}

function minorsAreFixedApart({ release }: Identity): boolean {
  return (
    release !== undefined && (release.base === 'Red Hat' || distributionFacts(release.base).rebuildOf === 'Red Hat')
  )
}

function isOlderUpstream({ scheme }: Identity, fix: NamedFix): boolean {
  return compareVersions(scheme, upstreamVersion(scheme, fix.against), upstreamVersion(scheme, fix.version)) < 0
}
