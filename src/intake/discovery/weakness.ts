import type { CvssSeverity, NamedAsset, SeenWeakness } from '#core/vocabulary'
import type { Sighting } from './contract.ts'

const MOST_EVIDENCE = 500

/** What every occurrence of a weakness has in common. */
export interface WeaknessRule {
  ruleId: string
  title: string
  severity: CvssSeverity
  reason: string
  remedy: string
  references: string[]
}

/** A weakness with what shows it, bounded. */
export function weakness(rule: WeaknessRule, subject: NamedAsset, evidence: string, aspect?: string): Sighting {
  const shown = evidence.length > MOST_EVIDENCE ? `${evidence.slice(0, MOST_EVIDENCE)}…` : evidence
  const found: SeenWeakness = { ...rule, subject, evidence: shown, ...(aspect !== undefined && { aspect }) }
  return { type: 'weakness', weakness: found }
}
