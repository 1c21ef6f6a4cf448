/** Components met with knowledge: verdicts with reasons, and what nothing is known of. Pure. */
export { type UnknownComponent, type UnknownReason, unknownCount } from './coverage.ts'
export { type Explanation, explain } from './explain.ts'
export { ecosystemOfComponent, keysOfComponent, touchedComponents } from './keys.ts'
export { type MatchedInventory, type MatchOptions, matchInventory } from './match-inventory.ts'
export { matchers } from './matchers/registry.ts'
export type { Dial, Matcher } from './matchers/types.ts'
export { isPositive } from './opinion.ts'
export { distributionOfVersion } from './release-of-version.ts'
