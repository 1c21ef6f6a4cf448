import { z } from 'zod'
import { ownWorkspaceList, workspace, workspaceChoice, workspaceName } from '#contract/workspaces'
import { err, problem } from '#core/kernel'
import { createWorkspace, listOwnWorkspaces, renameWorkspace, switchWorkspace } from '#platform/auth'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { setSessionCookie } from '../sessions.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['workspaces']

/** Workspaces: mine, a new one, another name, and going from one to another. */
export function workspaceRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, config } = parts

  app.get('/workspaces', { schema: { tags, response: { 200: ownWorkspaceList } } }, async (request) => {
    const { accountId, workspaceId } = sessionOf(request)
    const workspaces = await listOwnWorkspaces(database.instance, accountId)
    return { workspaces: workspaces.map((own) => ({ ...own, current: own.id === workspaceId })) }
  })

  app.post(
    '/workspaces',
    { config: { access: 'instance' }, schema: { tags, body: workspaceName, response: { 201: workspace } } },
    async (request, reply) => {
      const { accountId, accountName: actor } = sessionOf(request)
      const { name } = request.body
      const done = await audited(
        parts,
        (work, now) => createWorkspace(work, { name, accountId }, now),
        ({ id }) => ({ chain: 'instance', actor, action: 'workspace.create', target: id, detail: { name } }),
      )
      return done.ok ? reply.code(201).send({ id: done.value.id, name }) : sendProblem(reply, done.error)
    },
  )

  app.patch(
    '/workspaces/:id',
    { config: { access: 'admin' }, schema: { tags, params: byId, body: workspaceName, response: { 200: workspace } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      const { name } = request.body
      const done = await audited(
        parts,
        async (work) => (id === workspaceId ? renameWorkspace(work, { id, name }) : err(notHere)),
        ({ before }) => ({ chain: id, actor, action: 'workspace.rename', target: id, detail: { before, after: name } }),
      )
      return done.ok ? { id, name } : sendProblem(reply, done.error)
    },
  )

  app.put(
    '/session/workspace',
    { config: { scope: 'session' }, schema: { tags, body: workspaceChoice, response: { 200: workspace } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.body
      const done = await audited(
        parts,
        (work, now) => switchWorkspace(work, session, id, now),
        () => ({ chain: id, actor: session.accountName, action: 'session.enter', target: session.accountId }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      setSessionCookie(reply, done.value.token, config)
      return { id, name: done.value.name }
    },
  )
}

const notHere = problem('not-found', 'go to that workspace first: only the present one is changed here')
