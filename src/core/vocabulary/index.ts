/** The field's nouns as types, and the parsers that make their ids. Pure. */
export type * from './advisory.ts'
export * from './asset.ts'
export type * from './component.ts'
export * from './ecosystem.ts'
export type * from './knowledge.ts'
export * from './match.ts'
export * from './priority.ts'
export * from './purl/index.ts'
