import type { Dropped } from '#core/kernel'
import type { Component, Subject, VexStatement } from './component.ts'
import type { ReportedFinding } from './reported-finding.ts'

/** The records of one import: what an importer returns after reading its input to the end. */
export interface ImportedInventory {
  importer: string
  /** e.g. `CycloneDX 1.6 JSON`. */
  format: string
  subject: Subject
  /** Tool and time the document states; the import's place in order. */
  statedAt?: string
  tool?: string
  components: Component[]
  vex: VexStatement[]
  /** What another tool found, where the file is its report. An SBOM has none, which is different from an empty list. */
  findings?: ReportedFinding[]
  /** What was read differently than written, with no component lost: repeated refs, cycles, replaced bytes, unreadable purls. */
  notes?: Dropped[]
}
