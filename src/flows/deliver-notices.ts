import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Delivered, pauseAfter, type Ticket } from '#action/notifiers'
import {
  type DueDelivery,
  findTarget,
  holdTarget,
  keepTicket,
  nextDelivery,
  noteDelivered,
  noteFailed,
  releaseTarget,
} from '#action/notifiers/store'
import { problem } from '#core/kernel'
import type { Report } from './context.ts'
import { deliverOne, findingOf, type OutContext } from './send-notice.ts'

export interface DeliveredCounts {
  delivered: number
  failed: number
}

/** Targets that are served at the same time. */
const LANES = 4
/** After this long another target has its turn. */
const TURN_MS = 30_000
const LOOK_MS = 250

/**
 * Delivers what is due in a workspace: each target's notices one after the other in their order, the oldest first; one
 * that fails, or is slow, holds up the rest of its target and of no other.
 */
export async function deliverNotices(
  context: OutContext,
  workspaceId: string,
  report: Report,
  stop: AbortSignal,
): Promise<DeliveredCounts> {
  const round: Round = {
    context,
    workspaceId,
    holder: randomUUID(),
    counts: { delivered: 0, failed: 0 },
    busy: 0,
    report,
    stop,
  }
  await Promise.all(Array.from({ length: LANES }, () => lane(round)))
  stop.throwIfAborted()
  return round.counts
}

interface Round {
  context: OutContext
  workspaceId: string
  holder: string
  counts: DeliveredCounts
  /** Lanes that are at a target now. */
  busy: number
  report: Report
  stop: AbortSignal
}

/** Serves one target after the other until nothing is due and no other lane is at work. */
async function lane(round: Round): Promise<void> {
  const { context, workspaceId, holder, stop } = round
  while (!stop.aborted) {
    const id = await holdTarget(context.database, workspaceId, holder, context.clock())
    if (id !== undefined) await serve(round, id)
    else if (round.busy === 0) return
    else await pause(LOOK_MS, undefined, { signal: stop }).catch(() => {})
  }
}

async function serve(round: Round, target: string): Promise<void> {
  const { context, workspaceId, holder } = round
  round.busy++
  try {
    await deliverTo(round, target)
  } finally {
    round.busy--
    await releaseTarget(context.database, workspaceId, target, holder)
  }
}

async function deliverTo({ context, workspaceId, holder, counts, report, stop }: Round, id: string): Promise<void> {
  const { database, clock } = context
  const target = await findTarget(database, workspaceId, id)
  if (!target.ok) return
  const until = performance.now() + TURN_MS
  while (!stop.aborted && performance.now() < until) {
    const due = await nextDelivery(database, workspaceId, { target: id, holder }, clock())
    if (!due) return
    report(`sending to ${target.value.name}`, counts.delivered, undefined, 'notices')
    const tried = await deliverOne(context, workspaceId, target.value, due).catch(faulty)
    if (tried.ok) {
      counts.delivered++
      await noteArrived(context, workspaceId, id, due, tried.ticket)
      continue
    }
    counts.failed++
    const { final, retryAfterMs, ...error } = tried.error
    const pauseMs = final ? undefined : pauseAfter(due.attempts + 1, retryAfterMs, Math.random())
    await noteFailed(database, workspaceId, due.id, { error, pauseMs, now: clock() })
  }
}

/** A plug-in that throws is at fault itself; what waits behind its notice must not wait for ever. */
function faulty(cause: unknown): Delivered {
  return { ok: false, error: problem('failure', 'this is a fault in Lunette: the notice could not be sent', cause) }
}

async function noteArrived(
  { database, clock }: OutContext,
  workspaceId: string,
  target: string,
  due: DueDelivery,
  ticket: Ticket | undefined,
): Promise<void> {
  const finding = findingOf(due)
  if (ticket && finding !== undefined) await keepTicket(database, workspaceId, { ...ticket, target, finding }, clock())
  await noteDelivered(database, workspaceId, due.id, { now: clock(), reference: ticket?.key })
}
