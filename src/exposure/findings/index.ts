/** Findings: stable identity, witnesses, first and last seen, open or resolved; idempotent and order-free. */
export { draftFindings, type FindingDraft, type JudgedMatch } from './draft.ts'
export { componentKey, findingId } from './identity.ts'
export { type RecordedFindings, recordFindings } from './store/record.ts'
export { vulnerabilitiesOfAsset } from './store/vulnerabilities.ts'
