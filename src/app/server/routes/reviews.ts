import {
  assumptionEffect,
  assumptionList,
  assumptionRequest,
  assumptionStated,
  reviewHeld,
  reviewList,
  reviewRequest,
} from '#contract/reviews'
import { assumptionsOf, holdReview, reviewsOf, stateAssumption, supposeAssumption } from '#flows/assurance-reviews'
import { recordAudit } from '#platform/audit'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { acting, readerOf } from './assurance-cases.ts'

const tags = ['assurance']
const config = { access: 'analyst' } as const
const owner = { access: 'owner' } as const

/** What is due for another look and why, and what is assumed. */
export function reviewRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/reviews', { schema: { tags, response: { 200: reviewList } } }, async (request) => ({
    reviews: await reviewsOf(parts, sessionOf(request).workspaceId, { reader: readerOf(sessionOf(request)) }),
  }))

  app.post(
    '/reviews',
    { config, schema: { tags, body: reviewRequest, response: { 201: reviewHeld } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { kind, id, note } = request.body
      const held = await holdReview(parts, acting(sessionOf(request)), request.body, (work) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: parts.clock(), actor: by, action: 'review.hold', target: `${kind} ${id}` },
          detail: { note },
        }),
      )
      return held.ok ? reply.code(201).send(held.value) : sendProblem(reply, held.error)
    },
  )

  app.get('/assumptions', { schema: { tags, response: { 200: assumptionList } } }, (request) =>
    assumptionsOf(parts, sessionOf(request).workspaceId),
  )

  app.post(
    '/assumptions/preview',
    {
      config: { ...config, changesNothing: true },
      schema: { tags, body: assumptionRequest, response: { 200: assumptionEffect } },
    },
    async (request, reply) => {
      const effect = await supposeAssumption(parts, sessionOf(request).workspaceId, request.body)
      return effect.ok ? effect.value : sendProblem(reply, effect.error)
    },
  )

  app.put(
    '/assumptions',
    { config: owner, schema: { tags, body: assumptionRequest, response: { 200: assumptionStated } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const done = await stateAssumption(parts, { workspaceId, by }, request.body, (work, before) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: parts.clock(), actor: by, action: 'assumption.state', target: request.body.id },
          detail: { before: before?.value ?? null, after: request.body.value, source: request.body.source },
        }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}
