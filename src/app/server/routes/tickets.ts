import { z } from 'zod'
import { notifiers } from '#action/notifiers'
import { askForTicket } from '#action/notifiers/store'
import { ticketList, ticketRequest } from '#contract/notifications'
import { removed } from '#contract/people'
import { ticketsOf } from '#views/tickets'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const tags = ['findings']
const makers = notifiers.filter(({ look }) => look).map(({ id }) => id)

/** Tickets elsewhere that stand for a finding. */
export function ticketRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/findings/:id/tickets', { schema: { tags, params: byId, response: { 200: ticketList } } }, (request) =>
    ticketsOf(parts.database, sessionOf(request).workspaceId, request.params.id, makers),
  )

  app.post(
    '/findings/:id/tickets',
    { config: { access: 'analyst' }, schema: { tags, params: byId, body: ticketRequest, response: { 202: removed } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const [finding, { target }] = [request.params.id, request.body]
      const done = await auditedInWorkspace(
        parts,
        workspaceId,
        (work, now) => askForTicket(work, workspaceId, { target, finding }, now),
        () => ({ chain: workspaceId, actor, action: 'finding.ticket', target: finding, detail: { target } }),
      )
      return done.ok ? reply.code(202).send({ ok: true as const }) : sendProblem(reply, done.error)
    },
  )
}
