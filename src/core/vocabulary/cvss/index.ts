/** CVSS v2, v3.0, v3.1 and v4.0 vectors and scores (FIRST). */
export { type CvssOptions, parseCvss } from './parse-cvss.ts'
export { severityOf } from './severity.ts'
export type { Cvss, CvssSeverity, CvssVersion } from './types.ts'
