import { covers, type IpAddress, type IpRange, parseAddress, parseRange, rangeSize } from './ip-address.ts'
import { effectiveAddress, type SpecialUse, specialUse } from './special-use.ts'

/** What active probes may touch, as people wrote it down. */
export interface AddressRules {
  /** Ranges and single addresses that somebody approved by hand. */
  ranges: readonly string[]
  /** Addresses that were approved as those of a name. */
  addresses: readonly string[]
  /** Ranges and addresses that are never touched, whatever else is said. */
  exclusions: readonly string[]
}

/** Why an address may not be touched. */
export type ScopeRefusal =
  | { reason: 'not-an-address' | 'excluded' | 'not-approved' | 'unreadable-exclusion' }
  | { reason: 'special'; use: SpecialUse }

/** What the scope says of an address. */
export type ScopeJudgement = { approved: true } | ({ approved: false } & ScopeRefusal)

/** The scope of one moment. */
export interface AddressScope {
  judge(address: string): ScopeJudgement
  /** Whether one range that was approved by hand has all of this one. */
  holds(range: string): boolean
  /** Whether an address was approved as one of a name, excluded since or not. */
  isOfName(address: string): boolean
}

/** The scope of nobody: nothing may be touched. */
export const closedScope: AddressScope = {
  judge: () => ({ approved: false, reason: 'not-approved' }),
  holds: () => false,
  isOfName: () => false,
}

/** No packet has any business there, whoever approves it. */
const never: ReadonlySet<SpecialUse> = new Set(['unspecified', 'multicast'])

/**
 * Judges addresses by the rules. Exclusions win. What carries an IPv4 address is judged as that. What is private, loopback
 * and so on needs a range approved by hand; an address that gives out credentials (`metadata`) needs itself approved, no
 * wider range. An exclusion that cannot be read closes the scope: nothing is approved by accident.
 */
export function addressScope(rules: AddressRules): AddressScope {
  const ranges = rules.ranges.flatMap((text) => parseRange(text) ?? [])
  const addresses = new Set(rules.addresses.flatMap((text) => parseAddress(text)?.text ?? []))
  const exclusions = rules.exclusions.map((text) => parseRange(text))
  const unreadable = exclusions.includes(undefined)
  const excluded = exclusions.filter((range) => range !== undefined)
  return {
    judge(text) {
      if (unreadable) return refused({ reason: 'unreadable-exclusion' })
      const address = parseAddress(text)
      if (!address) return refused({ reason: 'not-an-address' })
      const effective = effectiveAddress(address)
      if (excluded.some((range) => covers(range, address) || covers(range, effective)))
        return refused({ reason: 'excluded' })
      return judgeEffective(effective, ranges, addresses)
    },
    holds(text) {
      const range = parseRange(text)
      return range !== undefined && ranges.some((known) => isPartOf(range, known))
    },
    isOfName(text) {
      const address = parseAddress(text)
      return address !== undefined && addresses.has(address.text) && specialUse(address) === undefined
    },
  }
}

function judgeEffective(
  address: IpAddress,
  ranges: readonly IpRange[],
  addresses: ReadonlySet<string>,
): ScopeJudgement {
  const use = specialUse(address)
  const approving = ranges.filter((range) => covers(range, address))
  if (use !== undefined) {
    const isByHand = use === 'metadata' ? approving.some((range) => rangeSize(range) === 1n) : approving.length > 0
    return isByHand && !never.has(use) ? { approved: true } : refused({ reason: 'special', use })
  }
  return approving.length > 0 || addresses.has(address.text) ? { approved: true } : refused({ reason: 'not-approved' })
}

function isPartOf(range: IpRange, whole: IpRange): boolean {
  return range.family === whole.family && whole.first <= range.first && range.last <= whole.last
}

function refused(refusal: ScopeRefusal): ScopeJudgement {
  return { approved: false, ...refusal }
}
