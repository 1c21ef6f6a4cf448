import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, type Problem, problem } from '#core/kernel'
import type { ProbeAgent } from '#exposure/surface'
import {
  askAgent,
  batchesAfter,
  endOrder,
  forgetBatches,
  noteRun,
  type OrderStand,
  orderStand,
  probedAddresses,
} from '#exposure/surface/store'
import type { Database } from '#platform/database'
import type { Report } from './context.ts'
import { orderOf } from './discovery-order.ts'
import { type EndedLook, heldUp, type RunUnderWay, withAbsent } from './discovery-run.ts'
import { LiveScope } from './live-scope.ts'
import { LookProgress } from './look-progress.ts'
import { SightingKeeper } from './sighting-keeper.ts'

const LOOK_MS = 300
/** An agent that does not take its order within this is not there. */
const ABSENT_MS = 120_000
/** One that is silent so long is lost: its own terms ended before. */
const LOST_MS = 90_000

/** Has an agent look, and takes in what it says. Withdrawn when somebody stops it; what was said until then stands. */
export async function lookByAgent(
  { database, clock }: { database: Database; clock: Clock },
  run: RunUnderWay,
  report: Report,
  stop: AbortSignal,
): Promise<EndedLook> {
  const { workspaceId, runId } = run
  const agent = run.agent as ProbeAgent
  await ask(database, clock, run)
  const keeper = new SightingKeeper(database, run, run.suspected)
  const halt = new AbortController()
  let changed = () => {}
  const scope = await LiveScope.follow({ database, ...run, changed: () => changed() })
  changed = () => {
    if (scope.isStopped) halt.abort()
  }
  changed()
  const signal = AbortSignal.any([stop, halt.signal])
  let sent: Record<string, number> = {}
  const note = async (stage: string) => {
    await database.inWorkspace(workspaceId, (work) => noteRun(work, runId, { stage, sent, ...keeper.soFar() }))
  }
  const progress = new LookProgress()
  let seq = 0
  let end: { outcome: OrderStand['outcome']; problem?: Problem } | undefined
  try {
    while (!end) {
      // The moment and the stand first: what was said before the end is there when the end is.
      const at = clock()
      const stand = await database.inWorkspace(workspaceId, (work) => orderStand(work, runId))
      sent = stand?.sent ?? sent
      const batches = await database.inWorkspace(workspaceId, (work) => batchesAfter(work, { runId, seq }))
      for (const batch of batches) {
        seq = batch.seq
        for (const said of batch.said) {
          if (said.type === 'progress') progress.take(said, report)
          await keeper.take(said, () => note(progress.words))
        }
      }
      if (batches.length > 0) continue
      end = signal.aborted ? { outcome: 'stopped' } : endOf(stand, agent, at)
      if (!end) await pause(LOOK_MS, undefined, { signal }).catch(() => {})
    }
  } catch (error) {
    if (!signal.aborted) throw error
    end = { outcome: 'stopped' }
  } finally {
    scope.close()
  }
  await keeper.flush()
  await note('looked')
  await database.inWorkspace(workspaceId, async (work) => {
    await endOrder(work, { runId, at: clock(), outcome: 'withdrawn', problem: end.problem?.message })
    await forgetBatches(work, runId)
  })
  const probed = await probedAddresses(database, workspaceId, runId)
  const looked = keeper.looked((asset) => asset.kind !== 'ip-address' || probed.has(asset.name))
  const unsent = sent.stopped ?? 0
  // What it was not let ask in quiet hours, it did not look at.
  const wasHeldUp = end.outcome === 'complete' && unsent > 0
  const told = end.outcome === 'complete' || end.outcome === 'stopped' ? end.outcome : 'failed'
  const state = wasHeldUp ? 'partial' : told
  const why = wasHeldUp ? heldUp(run, unsent) : end.problem
  const ended = withAbsent({ state, ...(why && { problem: why }) }, keeper.absentSeeds())
  return { ...ended, counts: keeper.soFar().counts, sent, looked, unresolved: keeper.unresolved() }
}

async function ask(database: Database, clock: Clock, run: RunUnderWay): Promise<void> {
  const { workspaceId, runId, seeds, look, settings, isFull } = run
  const { isFirst: _rule, changed, ...order } = await orderOf(database, run)
  const { resolvers, certificateSearch, rdap, contact } = settings
  const sources = {
    resolvers,
    ...(certificateSearch && { certificateSearch }),
    ...(rdap && { rdap }),
    ...(contact && { contact }),
  }
  const task = { seeds, look, isFull, order: { ...order, changed }, sources }
  await database.inWorkspace(workspaceId, (work) =>
    askAgent(work, { workspaceId, at: clock() }, { runId, agentId: run.agent!.id, task }),
  )
}

function endOf(stand: OrderStand | undefined, { name }: ProbeAgent, now: string) {
  const since = (at: string) => Date.parse(now) - Date.parse(at)
  if (!stand) return { outcome: 'failed' as const, problem: problem('agent-lost', `the order for ${name} is gone`) }
  const { outcome, endedAt, takenAt, heardAt, askedAt } = stand
  if (endedAt) {
    const why = stand.problem ?? 'it did not say why'
    const isTold = outcome === 'complete' || outcome === 'stopped'
    return { outcome, ...(!isTold && { problem: problem('agent-failed', `the agent ${name} ended: ${why}`) }) }
  }
  if (!takenAt && since(askedAt) > ABSENT_MS)
    return { outcome: 'failed' as const, problem: problem('agent-absent', `the agent ${name} did not take its order`) }
  if (heardAt && since(heardAt) > LOST_MS)
    return { outcome: 'failed' as const, problem: problem('agent-lost', `the agent ${name} fell silent at ${heardAt}`) }
  return undefined
}
