/** Version schemes, their total order, and ranges. Pure. */
export { type Containment, type Interval, type SchemeId, schemeIds, type VersionRange } from './types.ts'
