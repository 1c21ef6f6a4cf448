/** Patterns of abuse: near-duplicates of one another, under numbers that stay. */
export { groupsOf, NEAR, type PatternItem, type PatternWord } from './cluster.ts'
export { type FoundGroup, type Renumbered, renumber } from './numbers.ts'
