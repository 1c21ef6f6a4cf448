import type { CvssSeverity, ReportedFinding } from '#core/vocabulary'
import { asText } from '../input/json-value.ts'
import { lookUp } from '../input/look-up.ts'

/** A tool's word on the scale of CVSS; a word that has no place there is kept as it is, and no severity is made of it. */
export function severityOf(value: unknown): Pick<ReportedFinding, 'severity' | 'severityWord'> {
  const said = asText(value)?.trim().toLowerCase().slice(0, MAX_WORD)
  const severity = lookUp(severities, said)
  if (severity) return { severity }
  return said && said !== 'unknown' ? { severityWord: said } : {}
}

/** The scale of CVSS 3: what a base score is called. */
export function severityOfScore(score: number): CvssSeverity | undefined {
  if (!(score >= 0 && score <= 10)) return undefined
  if (score === 0) return 'none'
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
}

const MAX_WORD = 40

const severities: Readonly<Record<string, CvssSeverity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  info: 'none',
  informational: 'none',
  information: 'none',
  none: 'none',
}
