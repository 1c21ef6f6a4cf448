import type { VexStatus } from '#core/vocabulary'
import type { VexFormat } from '#core/vocabulary/vex'

export type JsonObject = Record<string, unknown>

/** What a statement is about: how its document calls it, what identifies it (purl, CPE, name), and which parts of it are meant. */
export interface VexProduct {
  ref: string
  ids: string[]
  parts: string[]
  /** What the document says of it besides. */
  carried: JsonObject
}

/** What to do; `how` in CSAF's words (`vendor_fix`, `mitigation`, …). */
export interface VexAction {
  how?: string
  text: string
}

/** One statement of a VEX document, whole: nothing of it is lost on the way through Lunette. */
export interface VexClaim {
  /** Which unit of the document it stands in: an OpenVEX statement, a vulnerability of CycloneDX or CSAF. */
  unit: number
  vulnerability: string
  aliases: string[]
  products: VexProduct[]
  /** Parts that are meant in every one of the products. */
  parts: string[]
  status: VexStatus
  /** The document's own word where it is finer than the status: `false_positive`, `first_fixed`. */
  said?: string
  justification?: string
  impact?: string
  actions: VexAction[]
  note?: string
  /** As written. */
  at?: string
  carried: JsonObject
}

/** Who says it, and when. */
export interface VexHead {
  id?: string
  author?: string
  at?: string
}

/** A VEX document taken apart. What is not understood is carried along: of the document, and of each unit. */
export interface VexBook {
  format: VexFormat
  head: VexHead
  claims: VexClaim[]
  units: JsonObject[]
  carried: JsonObject
}
