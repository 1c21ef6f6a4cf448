/** Findings: stable identity, witnesses, first and last seen, open or resolved; idempotent and order-free. */

export {
  type Anchor,
  type AnchorFact,
  anchorFacts,
  type DispositionScope,
  type DispositionStatus,
  defaultAnchor,
  dispositionScopes,
  dispositionStatuses,
  justifications,
  type Ruling,
} from './disposition.ts'
export { draftFindings, type FindingDraft, type JudgedMatch, partsOf } from './draft.ts'
export { componentKey, findingId } from './identity.ts'
export { type PackedMatch, type PackedPriority, unpackMatch, unpackPriority, unpackReasons } from './packed.ts'
export { type FindingStand, type PreviewedChange, type PreviewKind, previewChanges, previewKinds } from './preview.ts'
export { draftStated, groupStated, type JudgedStated, type StatedDraft } from './stated.ts'
