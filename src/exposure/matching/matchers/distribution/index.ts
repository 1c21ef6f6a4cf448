import { distinct } from '../../distinct.ts'
import { distributionFacts } from '../../distributions.ts'
import { type Identity, keyOfName, type PackageName } from '../../identity.ts'
import { packageOpinions } from '../../package-opinion.ts'
import type { Matcher } from '../types.ts'
import { statementsOfRelease } from './of-release.ts'

/** The distributor's own advisories for packages the distributor installed. */
export const distributionMatcher: Matcher = {
  method: 'distribution',
  description:
    'The distribution’s own advisories for the packages it installed, by source and binary name and release.',
  keys: (identity) => distinct(allNames(identity).map(keyOfName)),
  among: ({ release }, statements) => (release ? statementsOfRelease(statements, release) : statements),
  judge: (identity, statement) => packageOpinions(identity, speakable(identity, statement), statement, 'distribution'),
}

/** The names in the distribution itself and in the one it is rebuilt from. */
function allNames(identity: Identity): PackageName[] {
  if (identity.kind !== 'distribution' || !identity.release) return []
  const origin = distributionFacts(identity.release.base).rebuildOf
  if (origin === undefined) return identity.names
  const own = identity.names.filter(({ ecosystem }) => ecosystem === identity.release?.base)
  return identity.names.concat(own.map((name) => ({ ...name, ecosystem: origin, key: undefined })))
}

/** Those of the names in whose distribution the statement has an entry. */
function speakable(
  identity: Identity,
  { affected }: { affected: readonly { kind: string; ecosystem?: string }[] },
): PackageName[] {
  return allNames(identity).filter((name) => affected.some((entry) => isOf(name.ecosystem, entry.ecosystem)))
}

/** `Debian:12` is of `Debian`. */
function isOf(base: string, ecosystem = ''): boolean {
  return ecosystem.startsWith(base) && (ecosystem.length === base.length || ecosystem[base.length] === ':')
}
