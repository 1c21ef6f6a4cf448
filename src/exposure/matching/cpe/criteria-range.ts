import { type Containment, contains, type Interval, type SchemeId } from '#core/versions'
import { type CpeMatch, matchCpeValue } from '#core/vocabulary'
import type { Identity } from '../identity.ts'
import { upstreamVersion } from '../upstream-version.ts'
import type { CpeName } from './names.ts'

/** What the order of a component's versions follows from. */
export type VersionReader = Pick<Identity, 'kind' | 'scheme'>

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

/** What a criteria asks of a version. */
export interface Wanted extends Pick<CpeName, 'version' | 'update'> {
  wfn: Pick<CpeName['wfn'], 'version' | 'update'>
}

/** `sure` is false where the criteria asks for an update of which the name says nothing. */
interface Placed {
  containment: Containment
  sure: boolean
}

/** A name with its version in order. Worked out once for a configuration, which may list hundreds of criteria. */
export interface OrderedName {
  cpe: CpeName
  scheme: SchemeId
  /** As upstream numbers it; absent where the name shows none. */
  version: string | undefined
  /** The number it begins with; NaN where it begins with none. */
  leading: number
  /** The version without zeros at its end where it is nothing but numbers and dots. */
  dotted: string | undefined
}

export function orderedName({ kind, scheme: own }: VersionReader, cpe: CpeName): OrderedName {
  const known = ordered.get(cpe)
  if (known !== undefined && known.kind === kind && known.own === own) return known.name
  const version = comparable({ kind, scheme: own }, cpe)
  const leading = Number.parseInt(cpe.version, 10)
  const name = {
    cpe,
    scheme: schemeOf({ kind, scheme: own }, cpe),
    version,
    leading,
    dotted: version && dottedOf(version),
  }
  ordered.set(cpe, { kind, own, name })
  return name
}

/** A name is asked for with every configuration that may be about it. */
const ordered = new WeakMap<CpeName, { kind: Identity['kind']; own: SchemeId; name: OrderedName }>()

/** A version of nothing but numbers and dots, without zeros at its end; `undefined` for any other. */
export function dottedOf(version: string): string | undefined {
  if (!dottedNumber.test(version)) return undefined
  return version.endsWith('.0') ? version.replace(trailingZeros, '') : version
}

/** Where the CPE's version lies against one criteria: an exact version with update, a pattern, bounds, or any. */
export function containmentInCriteria(name: OrderedName, bounds: Interval[], wanted: Wanted): Placed {
  const { cpe, version, scheme } = name
  if (wanted.version === '-') return { containment: 'outside', sure: true }
  if (wanted.version !== '*' && wanted.version !== '') return { containment: exact(name, wanted), sure: true }
  const update = updateHolds(cpe, wanted)
  if (update === 'no') return { containment: 'outside', sure: true }
  if (bounds.length === 0) return { containment: 'inside', sure: update === 'yes' }
  if (version === undefined) return { containment: 'unparsable', sure: update === 'yes' }
  const containment = contains({ scheme, intervals: bounds }, version)
  return { containment, sure: update === 'yes' }
}

/** An update asked for beside any version: `windows_xp:*:sp2`. */
function updateHolds(cpe: CpeName, wanted: Wanted): 'yes' | 'no' | 'unknown' {
  if (wanted.update === '*' || wanted.update === '-') return 'yes'
  const relation = matchCpeValue(wanted.wfn.update, cpe.wfn.update)
  if (relation === 'disjoint') return 'no'
  return relation === 'equal' || relation === 'superset' ? 'yes' : 'unknown'
}

function exact({ cpe, scheme, version, dotted }: OrderedName, wanted: Wanted): Containment {
  if (version === undefined) return 'unparsable'
  if (isPattern.test(wanted.version)) {
    const relation = matchCpeValue(wanted.wfn.version, cpe.wfn.version)
    return relation === 'equal' || relation === 'superset' ? 'inside' : 'outside'
  }
  const update = wanted.update === '*' || wanted.update === '-' ? '' : wanted.update
  if (version === wanted.version) return update === '' || cpe.update === update ? 'inside' : 'outside'
  const theirs = update === '' && dotted !== undefined ? dottedOf(wanted.version) : undefined
  if (theirs !== undefined) return dotted === theirs ? 'inside' : 'outside'
  if (update !== '') {
    const spellings = [`${wanted.version}${update}`, `${wanted.version}-${update}`, `${wanted.version}_${update}`]
    return spellings.includes(version) ? 'inside' : 'outside'
  }
  return contains({ scheme, intervals: [], versions: [wanted.version] }, version)
}

const isPattern = /[*?]/
const dottedNumber = /^\d+(?:\.\d+)*$/
const trailingZeros = /(?:\.0+)+$/

/** The version as upstream numbers it, with the update where the CPE keeps it apart (`8.9` `p1`). */
export function comparable(identity: VersionReader, cpe: CpeName): string | undefined {
  if (cpe.version === '*' || cpe.version === '-' || cpe.version === '') return undefined
  const upstream = upstreamVersion(identity.scheme, cpe.version)
  return upstream.split(' ', 1)[0]
}

export function schemeOf(identity: VersionReader, cpe: CpeName): SchemeId {
  const own = productSchemes[`${cpe.vendor}/${cpe.product}`]
  if (own) return own
  return identity.kind === 'language' && !cpe.derived ? identity.scheme : 'generic'
}

/** The bounds that a criteria sets, none where it sets none. */
export function boundsOf({ min, minExclusive, max, maxInclusive }: CpeMatch): Interval[] {
  if (min === undefined && max === undefined) return unbounded
  return [
    {
      ...(min !== undefined && { min }),
      ...(minExclusive && { minExclusive }),
      ...(max !== undefined && { max }),
      ...(maxInclusive && { maxInclusive }),
    },
  ]
}

const unbounded: Interval[] = []
