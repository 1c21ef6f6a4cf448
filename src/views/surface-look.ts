import type { SurfaceLook } from '#contract/surface'
import { type AddressScope, covers, parseAddress, parseRange, rangeSize } from '#core/network'
import { addressesInScope, type Scope } from '#exposure/surface'
import type { SurfaceSubject } from './surface-rows.ts'

/** Whether the addresses where an asset answers are looked at, and by which approval, whatever the asset itself is called. */
export function looksAt(
  { kind, naturalKey, places }: Pick<SurfaceSubject, 'kind' | 'naturalKey' | 'places'>,
  { ranges, names }: Pick<Scope, 'ranges' | 'names'>,
): SurfaceLook[] {
  const scope = addressesInScope({ ranges, names })
  const own = kind === 'service' ? (/^\[?(.*?)\]?:\d+\/\w+$/.exec(naturalKey)?.[1] ?? []) : []
  const there = places.flatMap((place) => (place.kind === 'ip-address' ? place.name : []))
  return [...new Set([own, there].flat())].map((address) => ({
    address,
    state: stateOf(scope, address),
    by: approvalOf(address, { ranges, names }),
  }))
}

function stateOf(scope: AddressScope, address: string): SurfaceLook['state'] {
  const judged = scope.judge(address)
  if (judged.approved) return 'approved'
  return judged.reason === 'excluded' ? 'excluded' : 'not-approved'
}

/** The narrowest range that has it, else the name whose address it was approved as. */
function approvalOf(address: string, { ranges, names }: Pick<Scope, 'ranges' | 'names'>): string | null {
  const place = parseAddress(address)
  const [narrowest] = ranges
    .flatMap(({ kind, range }) => (kind === 'approval' ? (parseRange(range) ?? []) : []))
    .filter((range) => place !== undefined && covers(range, place))
    .sort((a, b) => Number(rangeSize(a) - rangeSize(b)))
  return narrowest?.text ?? names.find(({ addresses }) => addresses.includes(address))?.name ?? null
}
