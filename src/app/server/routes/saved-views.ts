import { z } from 'zod'
import { removed } from '#contract/people'
import { savedViewList, savedViewMade, savedViewRequest } from '#contract/saved-views'
import { err, ok, problem } from '#core/kernel'
import { mayActAs } from '#platform/auth'
import { deleteView, listViews, saveView } from '#platform/personal'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['views']

/** Lists under a name: one's own, and those shared with the workspace. */
export function savedViewRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/views', { schema: { tags, response: { 200: savedViewList } } }, async (request) => {
    const session = sessionOf(request)
    return { views: await parts.database.inWorkspace(session.workspaceId, (work) => listViews(work, session)) }
  })

  app.post(
    '/views',
    { schema: { tags, body: savedViewRequest, response: { 201: savedViewMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const view = request.body
      if (view.shared && !mayActAs(session.role, 'analyst')) return sendProblem(reply, sharingDenied)
      const done = await auditedInWorkspace(
        parts,
        session.workspaceId,
        (work, now) => saveView(work, session, view, now),
        ({ id }) => ({
          chain: session.workspaceId,
          actor: session.accountName,
          action: 'view.save',
          target: id,
          detail: view,
        }),
      )
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )

  app.delete('/views/:id', { schema: { tags, params: byId, response: { 200: removed } } }, async (request, reply) => {
    const session = sessionOf(request)
    const { id } = request.params
    const done = await auditedInWorkspace(
      parts,
      session.workspaceId,
      async (work) => {
        const gone = await deleteView(work, session, id, mayActAs(session.role, 'owner'))
        return gone ? ok(gone) : err(noSuchView)
      },
      (detail) => ({
        chain: session.workspaceId,
        actor: session.accountName,
        action: 'view.delete',
        target: id,
        detail,
      }),
    )
    return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
  })
}

const noSuchView = problem('not-found', 'there is no such view, or it belongs to somebody else')
const sharingDenied = problem('not-allowed', 'sharing a view needs the role "analyst": save it for yourself')
