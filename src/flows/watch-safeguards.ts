import { readControls } from '#assurance/controls/store'
import { hasEnded, probedControls } from '#assurance/monitoring/store'
import { hasNewItems } from '#assurance/patterns/store'
import { productsOf } from '#exposure/inventory'
import { readAiSystems, seenListening } from '#exposure/inventory/store'
import { reopenExcepted, reopenRefuted } from './closing-proof.ts'
import type { FlowContext } from './context.ts'
import { lookAtMonitors } from './monitors.ts'
import { settlePatterns } from './patterns.ts'
import { lookDownstream, type ProbeContext, type ProbedLife, probeSafeguards } from './probe-safeguards.ts'
import { isStandingDue, recordSafeguards } from './record-safeguards.ts'
import { type SettledTraces, settleTraces } from './traces.ts'

/** What a look at a workspace's safeguards came to. */
export interface WatchedSafeguards extends SettledTraces {
  probed: ProbedLife[]
  /** Closed cases whose pattern came back, whose exception ended, or whose regression case failed again. */
  reopenedCases: number
  opened: number
  resolved: number
}

/**
 * Watching safeguards: settle what traces told → look downstream and probe → monitors → patterns → exceptions that ended, proofs that
 * were refuted → findings where something is dead or alarms. May be done twice: what was counted is not counted again, and the same findings change nothing.
 */
export async function watchSafeguards(
  context: FlowContext & ProbeContext,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<WatchedSafeguards> {
  const through = await lookDownstream(context, workspaceId)
  const settled = await settleTraces(context, workspaceId)
  const probed = await probeSafeguards(context, workspaceId, signal ? { signal } : {})
  await lookAtMonitors(context, workspaceId)
  const { reopened } = await settlePatterns(context, workspaceId)
  const excepted = await reopenExcepted(context, workspaceId)
  // Runs were taken in before a failing one opened what it refutes.
  const refuted = await context.database.inWorkspace(workspaceId, (work) =>
    reopenRefuted(work, workspaceId, context.clock()),
  )
  const findings = await recordSafeguards(context, workspaceId)
  const reopenedCases = reopened.length + excepted.length + refuted.length
  return { ...settled, probed: [...through, ...probed], reopenedCases, ...findings }
}

const QUIET_MS = 60_000

/** Whether something waits: traces that ended, requests that are not grouped, probes whose time has come, evaluations, a register. */
export async function isWatchDue({ database, clock }: Pick<FlowContext, 'database' | 'clock'>, workspaceId: string) {
  const now = clock()
  const before = new Date(Date.parse(now) - QUIET_MS).toISOString()
  return database.inWorkspace(
    workspaceId,
    async (work) =>
      (await hasEnded(work, before)) ||
      (await hasNewItems(work)) ||
      (await probedControls(work, now)).length > 0 ||
      (await isStandingDue(work)),
  )
}

/** Whether there is anything to watch at all. */
export async function isWatched({ database }: Pick<FlowContext, 'database'>, workspaceId: string): Promise<boolean> {
  return database.inWorkspace(
    workspaceId,
    async (work) =>
      (await readControls(work)).length > 0 ||
      (await readAiSystems(work)).length > 0 ||
      (await seenListening(work, productsOf('model-server'))).length > 0,
  )
}
