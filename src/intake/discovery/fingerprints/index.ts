/** Telling software by what it says: our own fingerprints and those of pinned sets, evaluated once on one answer. */
export { FingerprintBook, type SetReport } from './book.ts'
export type { LibraryFlaw } from './libraries-book.ts'
export type { VersionStanding } from './lifecycles.ts'
export { type FingerprintFiles, type Fingerprints, loadFingerprints } from './load.ts'
export { mergeSoftware } from './merge.ts'
export { faviconHash } from './murmur.ts'
export type { Observation } from './observation.ts'
export { fingerprintsOf, reportOf } from './pinned.ts'
