/** Findings: stable identity, witnesses, first and last seen, open or resolved; idempotent and order-free. */
export { draftFindings, type FindingDraft, type JudgedMatch } from './draft.ts'
export { componentKey, findingId } from './identity.ts'
