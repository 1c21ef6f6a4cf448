import { ok } from '#core/kernel'
import { deliverNotices, type OutContext, sendNotice } from '#flows/deliver-notices'
import type { ServerFlows } from './server/index.ts'

/** What the server asks of the flows that send. */
export function outFlows(context: OutContext): Pick<ServerFlows, 'deliver' | 'tryTarget'> {
  return {
    async deliver({ workspaceId }, progress, stop) {
      const { delivered, failed } = await deliverNotices(context, workspaceId, progress, stop)
      return ok({ summary: `${delivered} delivered, ${failed} ${failed === 1 ? 'try' : 'tries'} failed` })
    },
    tryTarget: (target, notice) => sendNotice(context, target, notice),
  }
}
