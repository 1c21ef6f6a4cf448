import { assessControl } from '#assurance/controls'
import { readControls } from '#assurance/controls/store'
import { latestProbes } from '#assurance/evidence/store'
import {
  type AssuranceCase,
  type ClosingProof,
  endedExceptions,
  happenedAt,
  type NewestProbe,
  refutedProofs,
} from '#assurance/incidents'
import {
  casesFailingAgain,
  casesPastException,
  readCases,
  regressionResults,
  reopenCase,
} from '#assurance/incidents/store'
import type { Instant } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import type { Database } from '#platform/database'
import { unjudgedDuties } from './case-duties.ts'
import type { FlowContext } from './context.ts'
import { countFailuresAgain } from './failures-again.ts'
import { tellReopened } from './tell-reopened.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** What there is to prove the changes of a case by, as of now. */
export async function proofFor(work: InTransaction, found: AssuranceCase, now: string): Promise<ClosingProof> {
  const { barriers, changes } = found
  const ids = barriers.map(({ controlId }) => controlId)
  const probes = new Map((await latestProbes(work, ids)).map((probe) => [probe.controlId, probe]))
  const seen = new Map<string, NewestProbe>()
  const controls = await readControls(work, ids.length > 0 ? ids : undefined)
  for (const control of controls) {
    const { liveness } = assessControl(control, [], probes.get(control.id), now)
    if (liveness.seenAt) seen.set(control.id, { state: liveness.state, at: liveness.seenAt })
  }
  const keys = changes.flatMap(({ regressionKey }) => regressionKey ?? [])
  const [results, unjudged] = [await regressionResults(work, keys), await unjudgedDuties(work, found, now)]
  const { recurredAt } = found
  const names = new Map(controls.map(({ id, name }) => [id, name]))
  const about = { recurredAt, happenedAt: happenedAt(found), hasControls: controls.length > 0, names, unjudged, now }
  return { ...about, results, probes: seen }
}

/** Opens cases again that were closed on an exception which has ended since. Returns their ids. */
export async function reopenExcepted(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
): Promise<string[]> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const reopened: string[] = []
    for (const id of await casesPastException(work, now.slice(0, 10))) {
      const [found] = await readCases(work, 1, id)
      const proof = found && (await proofFor(work, found, now))
      const ended = found && proof ? endedExceptions(found, proof) : []
      if (ended.length === 0) continue
      const nameOf = (id: string) => proof?.names.get(id) ?? id
      const why = ended
        .map(({ controlId, until }) => `the exception for ${nameOf(controlId)} ended on ${until}`)
        .join(', ')
      await reopen(work, workspaceId, { id, why }, now)
      reopened.push(id)
    }
    return reopened
  })
}

/**
 * Opens cases again whose proof was refuted: the regression case that passed after the change fails in its newest run. Returns
 * their ids. @param keys the regression cases that were run; absent: all
 */
export async function reopenRefuted(
  work: InTransaction,
  workspaceId: string,
  now: Instant,
  keys?: readonly string[],
): Promise<string[]> {
  const reopened: string[] = []
  for (const id of await casesFailingAgain(work, keys)) {
    const [found] = await readCases(work, 1, id)
    const refuted = found ? refutedProofs(found, await proofFor(work, found, now)) : []
    if (refuted.length === 0) continue
    const why = refuted.map(
      ({ key, runName, at }) => `its regression case "${key}" failed again in run "${runName}" of ${at.slice(0, 10)}`,
    )
    await reopen(work, workspaceId, { id, why: [...new Set(why)].join(', ') }, now)
    await countFailuresAgain(work, workspaceId, { caseIds: [id], keys: refuted.map(({ key }) => key) }, now)
    reopened.push(id)
  }
  return reopened
}

async function reopen(
  work: InTransaction,
  workspaceId: string,
  { id, why }: { id: string; why: string },
  now: Instant,
): Promise<void> {
  await reopenCase(work, id, why)
  await recordAudit(work, {
    ...{ chain: workspaceId, at: now, actor: 'Lunette', action: 'case.reopen', target: id },
    detail: { why },
  })
  await tellReopened(work, workspaceId, [id], now)
}
