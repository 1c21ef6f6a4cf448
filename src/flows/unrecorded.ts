import { dropRecord, outcomeStatus } from '#core/kernel'
import { reportedVulnerabilities } from '#exposure/inventory'
import type { Imported } from '#intake/importers'

/** Counts as dropped what a report says and we keep no finding of: everything but vulnerabilities of components. */
export function countUnrecorded<One extends Imported>(imported: One): One {
  const left = reportedVulnerabilities(imported.inventory, ({ ref }) => ref)?.left ?? []
  if (left.length === 0) return imported
  const outcome = { ...imported.outcome, dropped: imported.outcome.dropped.map((one) => ({ ...one })) }
  for (const { kind, ruleId, place } of left)
    dropRecord(outcome, `not-recorded-${kind}`, [ruleId, place.path].filter(Boolean).join(' in '))
  outcome.kept -= left.length
  outcome.status = outcomeStatus(outcome)
  return { ...imported, outcome }
}
