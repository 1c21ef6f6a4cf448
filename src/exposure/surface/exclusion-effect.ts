import { type IpRange, parseRange } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import { addressesInScope, addressOf, excludedBy, isName, type Scope, type ScopeRange } from './scope.ts'

/** What an exclusion does at once. */
export interface ExclusionEffect {
  /** Assets that were seen and could be looked at, and are looked at no more by it. */
  assets: number
  /** Approvals of which it keeps something out: ranges, and names whose addresses were approved. */
  approvals: string[]
}

type Excluded = Pick<ScopeRange, 'id' | 'range' | 'addresses'>

/** What one of the exclusions of a scope does beside the others: of what they keep out already it does nothing. */
export function effectOfExclusion(
  { id, range, addresses }: Excluded,
  { ranges, names }: Pick<Scope, 'ranges' | 'names'>,
  seen: readonly NamedAsset[],
): ExclusionEffect {
  const others = { ranges: ranges.filter((one) => one.id !== id), names }
  const [isNow, wasBefore] = [excludedBy({ ranges }), excludedBy(others)]
  const [now, before] = [addressesInScope({ ranges, names }), addressesInScope(others)]
  const networks = (isName(range) ? addresses : [range]).flatMap((text) => parseRange(text) ?? [])
  const byHand = others.ranges.filter(
    (one) => one.kind === 'approval' && networks.some((network) => overlaps(network, parseRange(one.range))),
  )
  const ofNames = names.filter(({ addresses: own }) =>
    own.some((address) => before.judge(address).approved && !now.judge(address).approved),
  )
  // Names need no approval; at an address that nobody approved nobody ever looked.
  const couldBe = ({ kind, name }: NamedAsset) => {
    const address = addressOf(kind, name)
    return address === undefined || before.judge(address.text).approved
  }
  return {
    assets: seen.filter((asset) => isNow(asset) && !wasBefore(asset) && couldBe(asset)).length,
    approvals: [...byHand.map((one) => one.range), ...ofNames.map(({ name }) => name)],
  }
}

function overlaps(one: IpRange, other: IpRange | undefined): boolean {
  return other?.family === one.family && one.first <= other.last && other.first <= one.last
}
