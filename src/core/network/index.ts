/** Addresses of the network as numbers, what they are set aside for, and which of them may be touched. Pure. */
export { countAddresses } from './address-count.ts'
export {
  type AddressRules,
  type AddressScope,
  addressScope,
  closedScope,
  type ScopeJudgement,
  type ScopeRefusal,
} from './address-scope.ts'
export {
  addressText,
  covers,
  hasHostBits,
  type IpAddress,
  type IpRange,
  mostOfRange,
  parseAddress,
  parseRange,
  rangeOf,
  rangeSize,
  WIDEST_PREFIX,
} from './ip-address.ts'
export { effectiveAddress, embeddedIpv4, metadataIn, type SpecialUse, specialUse } from './special-use.ts'
