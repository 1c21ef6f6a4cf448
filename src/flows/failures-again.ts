import { restoreFailures } from '#assurance/controls/store'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import { noteRiskTerms } from './risk-terms.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/**
 * Counts the failures again that changes of reopened cases had taken out of what their controls are judged by: what happened
 * again, or fails again, was not mended. @param keys only changes that these regression cases proved; absent: all of the cases
 */
export async function countFailuresAgain(
  work: InTransaction,
  workspaceId: string,
  { caseIds, keys }: { caseIds: readonly string[]; keys?: readonly string[] },
  now: Instant,
): Promise<void> {
  if (caseIds.length === 0) return
  if ((await restoreFailures(work, caseIds, keys)) > 0) await noteRiskTerms(work, workspaceId, now)
}
