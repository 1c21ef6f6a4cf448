import { type Containment, contains, type Interval, type SchemeId } from '#core/versions'
import type { CpeMatch } from '#core/vocabulary'
import { type CpeName, cpeName } from '../../cpe-names.ts'
import type { Identity } from '../../identity.ts'
import { upstreamVersion } from '../../upstream-version.ts'

/** Products whose versions follow an order of their own. */
const productSchemes: Readonly<Record<string, SchemeId>> = {
  'openssl/openssl': 'openssl',
  'oracle/jdk': 'jvm',
  'oracle/jre': 'jvm',
  'oracle/openjdk': 'jvm',
  'oracle/java_se': 'jvm',
  'sun/java_se': 'jvm',
  'sun/jdk': 'jvm',
  'sun/jre': 'jvm',
}

/** Where the CPE's version lies against one criteria: an exact version with update, a prefix, bounds, or any. */
export function containmentInCriteria(identity: Identity, cpe: CpeName, criteria: CpeMatch): Containment {
  const wanted = cpeName(criteria.cpe)
  if (wanted === undefined) return 'outside'
  const version = comparable(identity, cpe)
  if (wanted.version === '-') return 'outside'
  if (wanted.version !== '*' && wanted.version !== '') return exact(identity, cpe, version, wanted)
  const interval = boundsOf(criteria)
  if (interval === undefined) return 'inside'
  if (version === undefined) return 'unparsable'
  return contains({ scheme: schemeOf(identity, cpe), intervals: [interval] }, version)
}

function exact(identity: Identity, cpe: CpeName, version: string | undefined, wanted: CpeName): Containment {
  if (version === undefined) return 'unparsable'
  if (wanted.version.endsWith('*')) return version.startsWith(wanted.version.slice(0, -1)) ? 'inside' : 'outside'
  const update = wanted.update === '*' || wanted.update === '-' ? '' : wanted.update
  if (version === wanted.version) return update === '' || cpe.update === update ? 'inside' : 'outside'
  if (update === '' && dottedNumber.test(version) && dottedNumber.test(wanted.version)) {
    return version.replace(trailingZeros, '') === wanted.version.replace(trailingZeros, '') ? 'inside' : 'outside'
  }
  const spellings = [`${wanted.version}${update}`, `${wanted.version}-${update}`, `${wanted.version}_${update}`]
  if (update !== '') return spellings.includes(version) ? 'inside' : 'outside'
  return contains({ scheme: schemeOf(identity, cpe), intervals: [], versions: [wanted.version] }, version)
}

const dottedNumber = /^\d+(?:\.\d+)*$/
const trailingZeros = /(?:\.0+)+$/

/** The version as upstream numbers it, with the update where the CPE keeps it apart (`8.9` `p1`). */
function comparable(identity: Identity, cpe: CpeName): string | undefined {
  if (cpe.version === '*' || cpe.version === '-' || cpe.version === '') return undefined
  const upstream = upstreamVersion(identity.scheme, cpe.version)
  return upstream.split(' ', 1)[0]
}

function schemeOf(identity: Identity, cpe: CpeName): SchemeId {
  const own = productSchemes[`${cpe.vendor}/${cpe.product}`]
  if (own) return own
  return identity.kind === 'language' && !cpe.derived ? identity.scheme : 'generic'
}

function boundsOf({ min, minExclusive, max, maxInclusive }: CpeMatch): Interval | undefined {
  if (min === undefined && max === undefined) return undefined
  return {
    ...(min === undefined ? {} : { min }),
    ...(minExclusive ? { minExclusive } : {}),
    ...(max === undefined ? {} : { max }),
    ...(maxInclusive ? { maxInclusive } : {}),
  }
}
