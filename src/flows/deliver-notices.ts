import { randomUUID } from 'node:crypto'
import {
  type Delivered,
  type Notice,
  type Notifier,
  noticeContent,
  notifierOf,
  pauseAfter,
  type Ticket,
} from '#action/notifiers'
import {
  type DueDelivery,
  findTarget,
  holdTarget,
  keepTicket,
  nextDelivery,
  noteDelivered,
  noteFailed,
  releaseTarget,
  type Target,
  ticketOf,
} from '#action/notifiers/store'
import { type Clock, err, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { SecretBox } from '#platform/secrets'
import type { Report } from './context.ts'
import { notifierPorts } from './notifier-ports.ts'

/** What delivering needs of the installation. */
export interface OutContext {
  database: Database
  clock: Clock
  secrets: SecretBox
  /** Hosts inside the own network that may be reached. */
  privateHosts: readonly string[]
  /** Address of this server for people, where it is known. */
  publicUrl?: string | undefined
}

export interface DeliveredCounts {
  delivered: number
  failed: number
}

/**
 * Delivers what is due in a workspace: each target's notices one after the other in their order, the oldest first; one
 * that fails holds up the rest of its target until it arrives or is given up, and of no other.
 */
export async function deliverNotices(
  context: OutContext,
  workspaceId: string,
  report: Report,
  stop: AbortSignal,
): Promise<DeliveredCounts> {
  const counts: DeliveredCounts = { delivered: 0, failed: 0 }
  const holder = randomUUID()
  for (;;) {
    const id = await holdTarget(context.database, workspaceId, holder, context.clock())
    if (id === undefined) return counts
    try {
      await deliverTo(context, workspaceId, { target: id, holder }, counts, report, stop)
    } finally {
      await releaseTarget(context.database, workspaceId, id, holder)
    }
    stop.throwIfAborted()
  }
}

async function deliverTo(
  context: OutContext,
  workspaceId: string,
  held: { target: string; holder: string },
  counts: DeliveredCounts,
  report: Report,
  stop: AbortSignal,
): Promise<void> {
  const { database, clock } = context
  const target = await findTarget(database, workspaceId, held.target)
  if (!target.ok) return
  for (;;) {
    const due = await nextDelivery(database, workspaceId, held, clock())
    if (!due || stop.aborted) return
    report(`sending to ${target.value.name}`, counts.delivered, undefined, 'notices')
    const tried = await deliverOne(context, workspaceId, target.value, due)
    if (tried.ok) {
      counts.delivered++
      const finding = findingOf(due)
      if (tried.ticket && finding !== undefined)
        await keepTicket(database, workspaceId, { ...tried.ticket, target: held.target, finding }, clock())
      await noteDelivered(database, workspaceId, due.id, { now: clock(), reference: tried.ticket?.key })
      continue
    }
    counts.failed++
    const { final, retryAfterMs, ...error } = tried.error
    const pauseMs = final ? undefined : pauseAfter(due.attempts + 1, retryAfterMs, Math.random())
    await noteFailed(database, workspaceId, due.id, { error, pauseMs, now: clock() })
  }
}

async function deliverOne(
  context: OutContext,
  workspaceId: string,
  target: Target,
  due: DueDelivery,
): Promise<Delivered> {
  const content = noticeContent.safeParse({ kind: due.kind, detail: due.detail })
  if (!content.success)
    return {
      ok: false,
      error: { ...problem('unreadable-notice', `this version cannot tell of "${due.kind}"`), final: true },
    }
  const notice: Notice = {
    ...content.data,
    id: `msg_${workspaceId}_${due.noticeId}`,
    at: due.at,
    workspace: { id: workspaceId, name: due.workspaceName },
    link: linkOf(context.publicUrl, content.data),
  }
  const finding = findingOf(due)
  const ticket = finding === undefined ? undefined : await ticketOf(context.database, workspaceId, target.id, finding)
  return sendNotice(context, target, notice, ticket)
}

function findingOf({ kind, detail }: DueDelivery): string | undefined {
  const content = noticeContent.safeParse({ kind, detail })
  return content.success && 'finding' in content.data.detail ? content.data.detail.finding.id : undefined
}

/** Sends one notice to a target now, whatever waits for it: for trying a target out. */
export async function sendNotice(
  context: OutContext,
  target: Target,
  notice: Notice,
  ticket?: Ticket,
): Promise<Delivered> {
  const opened = openTarget(context.secrets, target)
  if (!opened.ok) return { ok: false, error: { ...opened.error, final: true } }
  const { notifier, secrets } = opened.value
  const ports = notifierPorts(context, notifier.hostOf(target.settings))
  try {
    return await notifier.deliver(notice, { settings: target.settings, secrets, ticket }, ports)
  } finally {
    await ports.close()
  }
}

/** A target's plug-in and its secrets in clear. */
export function openTarget(
  box: SecretBox,
  target: Target,
): Result<{ notifier: Notifier; secrets: Record<string, string> }> {
  const notifier = notifierOf(target.notifier)
  if (!notifier) return err(problem('unknown-notifier', `there is no way out called "${target.notifier}"`))
  const secrets: Record<string, string> = {}
  for (const [name, sealed] of Object.entries(target.secrets)) {
    const opened = box.open(sealed, secretPurpose(target.id, name))
    if (!opened.ok) return opened
    secrets[name] = opened.value
  }
  return ok({ notifier, secrets })
}

/** What a target's secret is sealed for. */
export function secretPurpose(targetId: string, name: string): string {
  return `notifier_target:${targetId}:${name}`
}

function linkOf(publicUrl: string | undefined, content: Pick<Notice, 'kind' | 'detail'>): string | undefined {
  if (publicUrl === undefined) return undefined
  const path = 'finding' in content.detail ? `findings/${content.detail.finding.id}` : ''
  return new URL(path, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).toString()
}
