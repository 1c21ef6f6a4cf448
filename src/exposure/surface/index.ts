/** The attack surface: what may be looked at, what was seen, whose it is, and what changed. */
export {
  addressesInScope,
  challengeOf,
  isName,
  isProven,
  isWithin,
  type ProofMethod,
  proofMethods,
  type Rulings,
  reconcileAddresses,
  rulingsOf,
  type Scope,
  type ScopeName,
  type ScopeProof,
  type ScopeRange,
  type ScopeRuling,
} from './scope.ts'
export { type DiscoverySettings, defaultSettings, vantageOf } from './settings.ts'
