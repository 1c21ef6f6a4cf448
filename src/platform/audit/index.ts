/** The hash-chained record of every change. Chains hold salted digests; the words can be erased without breaking them. */
export { auditHead, digestAt, listChains, readChain } from './chains.ts'
export { actingThrough } from './means.ts'
export { type AuditRecord, recordAudit } from './record.ts'
export { type AuditVerification, verifyAudit } from './verify.ts'
