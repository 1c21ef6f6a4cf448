import { type Interval, type SchemeId, schemeIds } from '#core/versions'
import type { AffectedPackage, AffectedProduct, AffectedStatus } from '#core/vocabulary'

type Named = AffectedPackage | AffectedProduct
/** `0`: every version. `1` as a flag: the lower bound is outside; `2`: the upper bound is inside. */
type CompactInterval = 0 | [min: string | 0, max: string | 0, flags?: number]
/** What is rarely said keeps its field names. */
type Rest = Omit<AffectedPackage, 'kind' | 'ecosystem' | 'name' | Common> & Pick<AffectedProduct, 'defaultStatus'>
type Common = 'scheme' | 'status' | 'intervals'

/** A package (`k`: ecosystem and name), or a product (vendor and product) as its CNA (`c`) or another (`p`) names it. */
export type CompactNamed = [
  kind: Kind,
  group: string,
  name: string,
  scheme: number,
  status: number,
  intervals: CompactInterval[],
  rest?: Rest,
]

type Kind = 'k' | 'p' | 'c'

const STATUSES: readonly AffectedStatus[] = ['affected', 'unaffected', 'unknown']
const MIN_EXCLUSIVE = 1
const MAX_INCLUSIVE = 2

export function compactNamed(entry: Named): CompactNamed {
  const [kind, group, name, scheme, status, intervals, rest] = partsOf(entry)
  const compact: CompactNamed = [
    kind,
    group,
    name,
    schemeIds.indexOf(scheme),
    STATUSES.indexOf(status),
    intervals.map(compactInterval),
  ]
  if (Object.keys(rest).length > 0) compact.push(rest)
  return compact
}

type Parts = [Kind, string, string, SchemeId, AffectedStatus, Interval[], Rest]

function partsOf(entry: Named): Parts {
  if (entry.kind === 'package') {
    const { kind: _, ecosystem, name, scheme, status, intervals, ...rest } = entry
    return ['k', ecosystem, name, scheme, status, intervals, rest]
  }
  const { kind: _, vendor, product, scheme, status, intervals, container, ...rest } = entry
  return [container === 'cna' ? 'c' : 'p', vendor, product, scheme, status, intervals, rest]
}

export function expandNamed([kind, group, name, scheme, status, intervals, rest]: CompactNamed): Named {
  const shared = {
    scheme: schemeIds[scheme]!,
    intervals: intervals.map(expandInterval),
    status: STATUSES[status]!,
    ...rest,
  }
  if (kind === 'k') return { kind: 'package', ecosystem: group, name, ...shared }
  const container = kind === 'c' && { container: 'cna' as const }
  return { kind: 'product', vendor: group, product: name, ...shared, ...container }
}

function compactInterval({ min, max, minExclusive, maxInclusive }: Interval): CompactInterval {
  const flags = (minExclusive ? MIN_EXCLUSIVE : 0) | (maxInclusive ? MAX_INCLUSIVE : 0)
  if (flags === 0) return min === undefined && max === undefined ? 0 : [min ?? 0, max ?? 0]
  return [min ?? 0, max ?? 0, flags]
}

function expandInterval(stored: CompactInterval): Interval {
  if (stored === 0) return {}
  const [min, max, flags = 0] = stored
  return {
    ...(min !== 0 && { min }),
    ...(flags & MIN_EXCLUSIVE && { minExclusive: true as const }),
    ...(max !== 0 && { max }),
    ...(flags & MAX_INCLUSIVE && { maxInclusive: true as const }),
  }
}
