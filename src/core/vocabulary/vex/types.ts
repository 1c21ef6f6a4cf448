import type { Outcome } from '#core/kernel'
import type { VexStatement } from '../component.ts'

export type VexFormat = 'openvex' | 'cyclonedx' | 'csaf'

/** The VEX statements of one document. Products without purl or CPE stand as the text that names them and match nothing. */
export interface VexDocument {
  readonly format: VexFormat
  readonly id?: string | undefined
  readonly author?: string | undefined
  readonly at?: string | undefined
  readonly statements: readonly VexStatement[]
  /** Counts the document's own units: OpenVEX statements, CycloneDX vulnerabilities, CSAF product status entries. */
  readonly outcome: Outcome
}

/** What every statement of a document has in common. */
export interface VexHead {
  readonly source: string
  readonly author?: string | undefined
  readonly at?: string | undefined
}

export const MAX_ENTRIES = 500_000
