import type { CvssSeverity, CvssVersion } from './types.ts'

/** Qualitative rating of a score. Sources: CVSS v3.1 section 5, v4.0 section 6; for v2 the bands NVD uses. */
export function severityOf(version: CvssVersion, score: number): CvssSeverity {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'none'
}
