import { type Delivered, type Notice, type Notifier, noticeContent, notifierOf, type Ticket } from '#action/notifiers'
import { type DueDelivery, type Target, ticketOf } from '#action/notifiers/store'
import { type Clock, err, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { SecretBox } from '#platform/secrets'
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

/** Sends what is due to its target, as the notice stands and with the ticket its finding has there. */
export async function deliverOne(
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

/** The finding a notice is about. */
export function findingOf({ kind, detail }: DueDelivery): string | undefined {
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

/** Where it is shown; the first page where nothing shows it alone. */
function pageOf({ detail }: Pick<Notice, 'detail'>): string {
  if ('finding' in detail) return `findings/${detail.finding.id}`
  if ('case' in detail) return `assurance/cases/${detail.case.id}`
  return 'surface' in detail ? `surface/changes?filter=${encodeURIComponent(`run:${detail.surface.run}`)}` : ''
}

function linkOf(publicUrl: string | undefined, content: Pick<Notice, 'kind' | 'detail'>): string | undefined {
  if (publicUrl === undefined) return undefined
  return new URL(pageOf(content), publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).toString()
}
