import { type AddressRules, addressScope } from './address-scope.ts'
import { type IpRange, parseRange, rangeSize } from './ip-address.ts'

/**
 * How many addresses the rules let be touched one by one: each once, without what is excluded. Of an IPv6 range nobody asks
 * all, so only single addresses of that family count.
 */
export function countAddresses(rules: AddressRules): number {
  const scope = addressScope(rules)
  const single = rules.addresses.filter((address) => scope.judge(address).approved)
  const touched = [...rules.ranges, ...single]
    .flatMap((text) => parseRange(text) ?? [])
    .filter((range) => range.family === 4 || (rangeSize(range) === 1n && scope.judge(range.text).approved))
  const excluded = rules.exclusions.map((text) => parseRange(text))
  if (excluded.includes(undefined)) return 0
  const kept = joined(excluded.flatMap((range) => range ?? []))
  return joined(touched).reduce((sum, range) => sum + Number(range.last - range.first + 1n) - overlap(range, kept), 0)
}

type Span = Pick<IpRange, 'family' | 'first' | 'last'>

/** The same addresses in spans that do not touch each other. */
function joined(ranges: readonly Span[]): Span[] {
  const spans: Span[] = []
  const order = (a: Span, b: Span) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0)
  for (const { family, first, last } of ranges.toSorted(order)) {
    const before = spans.at(-1)
    if (before?.family === family && first <= before.last + 1n) {
      if (last > before.last) before.last = last
    } else spans.push({ family, first, last })
  }
  return spans
}

function overlap(one: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => {
    if (other.family !== one.family || other.last < one.first || one.last < other.first) return sum
    const before = other.first > one.first ? other.first - one.first : 0n
    const after = one.last > other.last ? one.last - other.last : 0n
    return sum + Number(one.last - one.first + 1n - before - after)
  }, 0)
}
