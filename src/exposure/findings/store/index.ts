/** Findings in PostgreSQL: recorded, and which vulnerabilities an asset has. */
export { type RecordedFindings, recordFindings } from './record.ts'
export { vulnerabilitiesOfAsset } from './vulnerabilities.ts'
