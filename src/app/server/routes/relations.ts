import { z } from 'zod'
import { listQuery } from '#contract'
import {
  exposureHistory,
  neighbourhood,
  neighbourhoodQuery,
  type RelationRequest,
  relationMade,
  relationPage,
  relationRequest,
  relationWithdrawn,
} from '#contract/relations'
import type { AssetId } from '#exposure/inventory'
import { type RelationByHand, stateRelation, withdrawRelation } from '#exposure/inventory/store'
import { mayActAs, type Session } from '#platform/auth'
import { readExposureHistory } from '#views/exposure-history'
import { listRelations, readNeighbourhood } from '#views/relations'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const byBoth = byId.extend({ relationId: z.string().max(64) })
const tags = ['assets']
const access = 'analyst' as const

/** How assets hang together, and what was said of their exposure. */
export function relationRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, jobs } = parts

  app.get(
    '/assets/:id/relations',
    { schema: { tags, params: byId, querystring: listQuery.omit({ filter: true }), response: { 200: relationPage } } },
    async (request, reply) =>
      (await listRelations(database, sessionOf(request).workspaceId, request.params.id, request.query)) ??
      sendProblem(reply, noSuchAsset),
  )

  app.get(
    '/assets/:id/neighbourhood',
    { schema: { tags, params: byId, querystring: neighbourhoodQuery, response: { 200: neighbourhood } } },
    async (request, reply) =>
      (await readNeighbourhood(database, sessionOf(request).workspaceId, request.params.id, request.query.depth)) ??
      sendProblem(reply, noSuchAsset),
  )

  app.get(
    '/assets/:id/exposure',
    { schema: { tags, params: byId, response: { 200: exposureHistory } } },
    async (request, reply) =>
      (await readExposureHistory(database, sessionOf(request).workspaceId, request.params.id)) ??
      sendProblem(reply, noSuchAsset),
  )

  app.post(
    '/assets/:id/relations',
    { config: { access }, schema: { tags, params: byId, body: relationRequest, response: { 201: relationMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const relation = edgeOf(request.params.id as AssetId, request.body)
      const made = await auditedInWorkspace(
        parts,
        session.workspaceId,
        (work, at) => stateRelation(work, { workspaceId: session.workspaceId, by: session.accountName, at }, relation),
        ({ id }) => entry(session, 'asset.relate', request.params.id, { relation: id, ...relation }),
      )
      if (!made.ok) return sendProblem(reply, made.error)
      jobs.changed(session.workspaceId, 'assets')
      return reply.code(201).send(made.value)
    },
  )

  app.delete(
    '/assets/:id/relations/:relationId',
    { config: { access }, schema: { tags, params: byBoth, response: { 200: relationWithdrawn } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id, relationId } = request.params
      const anybodys = mayActAs(session.role, 'owner')
      const done = await auditedInWorkspace(
        parts,
        session.workspaceId,
        (work) => withdrawRelation(work, { by: session.accountName }, { assetId: id, relationId }, { anybodys }),
        (withdrawn) => entry(session, 'asset.unrelate', id, { relation: relationId, ...withdrawn }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(session.workspaceId, 'assets')
      return { ok: true as const }
    },
  )
}

function edgeOf(own: AssetId, { kind, direction, other }: RelationRequest): RelationByHand {
  const far = other as AssetId
  return direction === 'out' ? { from: own, kind, to: far } : { from: far, kind, to: own }
}

function entry(session: Session, action: string, target: string, detail: Record<string, unknown>) {
  return { chain: session.workspaceId, actor: session.accountName, action, target, detail }
}

const noSuchAsset = { code: 'not-found', message: 'there is no such asset in this workspace' }
