import type { Containment, Interval } from '#core/versions'
import type { AffectedPackage } from '#core/vocabulary'
import type { PackageName } from './identity.ts'
import type { Stream } from './release.ts'

/** How one entry of a statement meets a version. */
export interface EntryFinding {
  entry: AffectedPackage
  name: PackageName
  containment: Containment
  /** The interval the version is in. */
  interval?: Interval
  stream: Stream
  moduleUnsure: boolean
}
