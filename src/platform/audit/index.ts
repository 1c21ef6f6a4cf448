/** The hash-chained record of every change. Chains hold salted digests; the words can be erased without breaking them. */
export { type AuditRecord, recordAudit } from './record.ts'
export { type AuditVerification, verifyAudit } from './verify.ts'
