import { z } from 'zod'
import { dispositionPage, listQuery, revoked, rulingEffect, rulingRequest } from '#contract'
import { makeDisposition, revokeDisposition } from '#exposure/findings/store'
import { recordAudit } from '#platform/audit'
import { listDispositions } from '#views/dispositions'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const byUuid = z.object({ id: z.uuid() })
const tags = ['rulings']

/** What people rule on findings: made, rehearsed, listed and taken back. */
export function dispositionRoutes(app: RouteApp, { database, clock, jobs }: RouteParts): void {
  app.get(
    '/dispositions',
    { schema: { tags, querystring: listQuery, response: { 200: dispositionPage } } },
    (request) => listDispositions(database, sessionOf(request).workspaceId, request.query),
  )

  app.post(
    '/findings/:id/dispositions',
    {
      config: { access: 'analyst' },
      schema: { tags, params: byId, body: rulingRequest, response: { 200: rulingEffect, 201: rulingEffect } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { rehearse, ...ruling } = request.body
      const made = await makeDisposition(database, workspaceId, request.params.id, { ...ruling, by }, clock(), {
        rehearse,
      })
      if (!made.ok) return sendProblem(reply, made.error)
      if (rehearse) return reply.code(200).send(made.value)
      const detail = { ...ruling, disposition: made.value.id }
      await database.inTransaction((work) =>
        recordAudit(work, {
          chain: workspaceId,
          at: clock(),
          actor: by,
          action: 'finding.rule',
          target: request.params.id,
          detail,
        }),
      )
      jobs.changed(workspaceId, 'findings')
      return reply.code(201).send(made.value)
    },
  )

  app.delete(
    '/dispositions/:id',
    { config: { access: 'analyst' }, schema: { tags, params: byUuid, response: { 200: revoked } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      const done = await revokeDisposition(database, workspaceId, id, actor, clock())
      if (!done.ok) return sendProblem(reply, done.error)
      await database.inTransaction((work) =>
        recordAudit(work, { chain: workspaceId, at: clock(), actor, action: 'disposition.revoke', target: id }),
      )
      jobs.changed(workspaceId, 'findings')
      return done.value
    },
  )
}
