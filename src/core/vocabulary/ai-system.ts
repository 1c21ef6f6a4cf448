import type { AiPartKind, AiRole, Autonomy } from './assurance.ts'

/** A part of an AI system: a model, a prompt, a tool, a guardrail … */
export interface AiPart {
  kind: AiPartKind
  name: string
  version: string | null
  vendor: string | null
  purl: string | null
  /** From 1, fully closed, to 7, fully open. */
  accessLevel: number | null
  /** Assets that it runs on, by name. */
  assets: string[]
  /** Where it answers: an http address. */
  endpoint: string | null
  /** The gateway that stands in front of it, by name; `null`: nobody says that one does. */
  behind: string | null
  /** What a CycloneDX document says of it besides, as it came. */
  bom: object | null
}

/** An AI system as its register describes it. It is an asset of kind `ai-system`. */
export interface AiSystem {
  /** Its id in the register. */
  slug: string
  name: string
  owner: string | null
  purpose: string
  role: AiRole
  autonomy: Autonomy
  oversight: string | null
  dataClasses: string[]
  accessLevel: number | null
  parts: AiPart[]
}

/** Names under which an ML-BOM carries what CycloneDX has no field for. */
export const mlBomNames = {
  id: 'lunette:ai:id',
  owner: 'lunette:ai:owner',
  role: 'lunette:ai:role',
  autonomy: 'lunette:ai:autonomy',
  oversight: 'lunette:ai:oversight',
  dataClass: 'lunette:ai:data-class',
  accessLevel: 'lunette:ai:access-level',
  part: 'lunette:ai:part',
  asset: 'lunette:ai:asset',
  endpoint: 'lunette:ai:endpoint',
  behind: 'lunette:ai:behind',
  /** Words that are no purl, where the register has them as one. */
  purl: 'lunette:ai:purl',
  /** In XML: what has no element there, as JSON. */
  besides: 'lunette:ai:besides',
} as const
