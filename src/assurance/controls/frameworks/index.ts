export { type Framework, type FrameworkReference, frameworkReferences, frameworks, searchReferences } from './search.ts'
