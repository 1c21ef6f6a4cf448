import { writeNotice } from '#action/notifiers/store'
import { ok } from '#core/kernel'
import { deliverNotices } from '#flows/deliver-notices'
import { type OutContext, sendNotice } from '#flows/send-notice'
import { syncTickets } from '#flows/sync-tickets'
import type { ServerFlows } from './server/index.ts'

/** What the server asks of the flows that send. */
export function outFlows(context: OutContext): Pick<ServerFlows, 'deliver' | 'tell' | 'tryTarget'> {
  return {
    async deliver({ workspaceId }, progress, stop) {
      const { delivered, failed } = await deliverNotices(context, workspaceId, progress, stop)
      const { claims } = await syncTickets(context, workspaceId, stop)
      return ok({
        summary: `${delivered} delivered, ${failed} ${failed === 1 ? 'try' : 'tries'} failed`,
        changes: claims > 0 ? ['findings'] : [],
      })
    },
    tell: (workspaceId, notice) => writeNotice(context.database, workspaceId, notice, context.clock()),
    tryTarget: (target, notice) => sendNotice(context, target, notice),
  }
}
