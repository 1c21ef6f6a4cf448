import type { ReportedFinding } from '#core/vocabulary'
import { severityOf } from './severity.ts'

/** A finding of which nothing is known yet but its rule and the tool's word for its severity. */
export function bareFinding(ref: string, ruleId: string, severity: unknown): Omit<ReportedFinding, 'kind' | 'title'> {
  return {
    ref,
    ruleId,
    ...severityOf(severity),
    vulnerabilityIds: [],
    cwes: [],
    fixedVersions: [],
    place: {},
    state: 'open',
    references: [],
  }
}
