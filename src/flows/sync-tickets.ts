import { findTarget, type MovedTicket, noteTicketStates, ticketsToCheck } from '#action/notifiers/store'
import { claimFixed, withdrawClaims } from '#action/work/store'
import type { Instant } from '#core/kernel'
import { notifierPorts } from './notifier-ports.ts'
import { type OutContext, openTarget } from './send-notice.ts'

export interface SyncedTickets {
  looked: number
  /** Findings that are claimed fixed since their ticket is done, or no longer since it is open again. */
  claims: number
}

/**
 * Looks how tickets stand over there. A ticket that is brought to an end says that its finding is fixed, and one that is
 * opened again takes that back: a claim, which an import that speaks of a later time confirms or refutes. Nothing is
 * resolved by a ticket (law 4).
 */
export async function syncTickets(context: OutContext, workspaceId: string, stop: AbortSignal): Promise<SyncedTickets> {
  const { database, clock } = context
  const synced: SyncedTickets = { looked: 0, claims: 0 }
  for (;;) {
    const due = await ticketsToCheck(database, workspaceId, clock())
    if (!due || stop.aborted) return synced
    const { name, states } = await look(context, workspaceId, due)
    const now = clock()
    synced.claims += await database.inWorkspace(workspaceId, async (work) => {
      const moved = await noteTicketStates(work, due.target, due.keys, states, now)
      return claimAll(work, { workspaceId, now }, name, moved)
    })
    synced.looked += due.keys.length
  }
}

/** Each ticket speaks for itself: only it takes back what it said. */
async function claimAll(
  work: Parameters<typeof claimFixed>[0],
  when: { workspaceId: string; now: Instant },
  target: string,
  moved: readonly MovedTicket[],
): Promise<number> {
  let claims = 0
  for (const { key, done, findings } of moved) {
    const by = `${target} ${key}`
    claims += done
      ? await claimFixed(work, { ...when, by }, findings)
      : await withdrawClaims(work, { ...when, by }, findings, by)
  }
  return claims
}

async function look(
  context: OutContext,
  workspaceId: string,
  { target: id, keys }: { target: string; keys: string[] },
) {
  const target = await findTarget(context.database, workspaceId, id)
  if (!target.ok) return { name: '', states: undefined }
  const { name } = target.value
  const opened = openTarget(context.secrets, target.value)
  if (!opened.ok || !opened.value.notifier.look) return { name, states: undefined }
  const { notifier, secrets } = opened.value
  const ports = notifierPorts(context, notifier.hostOf(target.value.settings))
  try {
    const states = await notifier.look!(keys, { settings: target.value.settings, secrets }, ports)
    return { name, states: states.ok ? states.value : undefined }
  } finally {
    await ports.close()
  }
}
