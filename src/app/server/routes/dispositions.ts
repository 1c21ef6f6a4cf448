import { z } from 'zod'
import { dispositionListQuery, dispositionPage, revoked, revokeQuery, rulingEffect, rulingRequest } from '#contract'
import { makeDisposition, rehearseRevoking, revokeDisposition, ruleOn } from '#exposure/findings/store'
import { listDispositions } from '#views/dispositions'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const byUuid = z.object({ id: z.uuid() })
const tags = ['rulings']

/** What people rule on findings: made, rehearsed, listed and taken back. */
export function dispositionRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, jobs } = parts

  app.get(
    '/dispositions',
    { schema: { tags, querystring: dispositionListQuery, response: { 200: dispositionPage } } },
    (request) => listDispositions(database, sessionOf(request).workspaceId, request.query, clock()),
  )

  app.post(
    '/findings/:id/dispositions',
    {
      config: { access: 'analyst' },
      schema: { tags, params: byId, body: rulingRequest, response: { 200: rulingEffect, 201: rulingEffect } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { rehearse, instead, replaces, ...ruling } = request.body
      const { id: target } = request.params
      if (rehearse) {
        const told = await makeDisposition(database, workspaceId, target, { ...ruling, by }, clock(), { rehearse })
        return told.ok ? reply.code(200).send(told.value) : sendProblem(reply, told.error)
      }
      const made = await auditedInWorkspace(
        parts,
        workspaceId,
        (work, now) => ruleOn(work, workspaceId, target, { ...ruling, by, instead, replaces }, now),
        ({ id }) => ({
          chain: workspaceId,
          actor: by,
          action: 'finding.rule',
          target,
          detail: { ...ruling, disposition: id },
        }),
      )
      if (!made.ok) return sendProblem(reply, made.error)
      jobs.changed(workspaceId, 'findings')
      return reply.code(201).send(made.value)
    },
  )

  app.delete(
    '/dispositions/:id',
    {
      config: { access: 'analyst' },
      schema: { tags, params: byUuid, querystring: revokeQuery, response: { 200: revoked } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { id } = request.params
      if (request.query.rehearse) {
        const told = await rehearseRevoking(database, { workspaceId, by, now: clock() }, id)
        return told.ok ? told.value : sendProblem(reply, told.error)
      }
      const done = await auditedInWorkspace(
        parts,
        workspaceId,
        (work, now) => revokeDisposition(work, { workspaceId, by, now }, id),
        ({ returned }) => ({
          chain: workspaceId,
          actor: by,
          action: 'disposition.revoke',
          target: id,
          detail: { returned },
        }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(workspaceId, 'findings')
      return done.value
    },
  )
}
