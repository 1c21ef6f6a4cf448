import { findTarget, noteTicketStates, ticketsToCheck } from '#action/notifiers/store'
import { notifierPorts } from './notifier-ports.ts'
import { type OutContext, openTarget } from './send-notice.ts'

/**
 * Looks how tickets stand over there. What is done there and open here stays open until an import shows that it is gone
 * (law 4): both states are shown beside each other. Returns how many were looked at.
 */
export async function syncTickets(context: OutContext, workspaceId: string, stop: AbortSignal): Promise<number> {
  const { database, clock } = context
  for (let looked = 0; ; ) {
    const due = await ticketsToCheck(database, workspaceId, clock())
    if (!due || stop.aborted) return looked
    const states = await look(context, workspaceId, due)
    await noteTicketStates(database, workspaceId, due.target, due.keys, states, clock())
    looked += due.keys.length
  }
}

async function look(
  context: OutContext,
  workspaceId: string,
  { target: id, keys }: { target: string; keys: string[] },
) {
  const target = await findTarget(context.database, workspaceId, id)
  if (!target.ok) return undefined
  const opened = openTarget(context.secrets, target.value)
  if (!opened.ok || !opened.value.notifier.look) return undefined
  const { notifier, secrets } = opened.value
  const ports = notifierPorts(context, notifier.hostOf(target.value.settings))
  try {
    const states = await notifier.look!(keys, { settings: target.value.settings, secrets }, ports)
    return states.ok ? states.value : undefined
  } finally {
    await ports.close()
  }
}
