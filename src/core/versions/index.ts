/** Version schemes, their total order, and ranges. Pure. */
export { compareVersions, isValidVersion } from './compare.ts'
export { contains } from './contains.ts'
export { invertRange, parseNativeRange, unionRange } from './native.ts'
export { type OsvEvent, rangeFromOsvEvents } from './osv-events.ts'
export { schemes } from './registry.ts'
export type { VersionScheme } from './scheme.ts'
export { type Containment, type Interval, type SchemeId, schemeIds, type VersionRange } from './types.ts'
