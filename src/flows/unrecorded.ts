import { dropRecord, outcomeStatus } from '#core/kernel'
import { isOfComponent } from '#exposure/inventory'
import type { Imported } from '#intake/importers'

/** Counts as dropped what a report says and a scan without a database shows no finding of: everything but vulnerabilities of components. */
export function countUnrecorded<One extends Imported>(imported: One): One {
  const left = (imported.inventory.findings ?? []).filter((finding) => !isOfComponent(finding))
  if (left.length === 0) return imported
  const outcome = { ...imported.outcome, dropped: imported.outcome.dropped.map((one) => ({ ...one })) }
  for (const { kind, ruleId, place } of left)
    dropRecord(outcome, `not-recorded-${kind}`, [ruleId, place.path].filter(Boolean).join(' in '))
  outcome.kept -= left.length
  outcome.status = outcomeStatus(outcome)
  return { ...imported, outcome }
}
