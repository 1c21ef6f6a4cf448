export type { Framework } from './framework.ts'
export { type FrameworkReference, frameworkReferences, frameworks, searchReferences } from './search.ts'
