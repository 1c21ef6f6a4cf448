import type { Dropped } from '#core/kernel'
import type { Component, Subject, VexStatement } from './component.ts'
import type { ReportedRelation } from './relation.ts'
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
  /** What the tool was told to look for, as far as the document says: runs of another configuration are other witnesses. */
  configuration?: string
  /** `false`: the run broke off, or does not say what it covered; what it is silent about is not gone. */
  complete?: false
  /** The file names direct dependencies only: what those pull in is in no line of it, so its silence proves nothing. */
  directOnly?: true
  /** Hosts that a report looked at, silent ones too; findings and components of others say their own. */
  hosts?: string[]
  components: Component[]
  vex: VexStatement[]
  /** What another tool found, where the file is its report. An SBOM has none, which is different from an empty list. */
  findings?: ReportedFinding[]
  /** How assets hang together, as far as the document says; those that a finding's place shows need not be named. */
  relations?: ReportedRelation[]
  /** What was read differently than written, with no component lost: repeated refs, cycles, replaced bytes, unreadable purls. */
  notes?: Dropped[]
}
