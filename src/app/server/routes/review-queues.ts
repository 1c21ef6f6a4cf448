import { z } from 'zod'
import {
  reviewDecided,
  reviewDecisionList,
  reviewDecisionRequest,
  reviewerList,
  reviewItemList,
  reviewItemsRequest,
  reviewItemsTaken,
  reviewQueueDetail,
  reviewQueueList,
  reviewQueueRequest,
  reviewQueueSaid,
  reviewSeedRequest,
  reviewSeedsTaken,
} from '#contract/review-queues'
import {
  decide,
  itemsToReview,
  readReviewQueues,
  reviewedReferences,
  reviewersOf,
  sayQueue,
  seedQueue,
  takeItems,
} from '#flows/review-queues'
import { recordAudit } from '#platform/audit'
import { mayActAs, type Session } from '#platform/auth'
import { queueRowOf, readingRowOf } from '../../review-rows.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byId = z.object({ id: z.string().max(80) })
const byItem = z.object({ id: z.uuid() })
const analyst = { access: 'analyst' } as const
const brings = { access: 'analyst', scope: 'import' } as const
const owner = { access: 'owner' } as const
const MOST_DECISIONS = 1_000

/** Queues in which people review, and what seeded items tell of them. Nothing that reviewers see tells which item is seeded. */
export function reviewQueueRoutes(app: RouteApp, parts: RouteParts): void {
  queueRoutes(app, parts)
  itemRoutes(app, parts)
  ownerRoutes(app, parts)
}

function audits({ clock }: RouteParts, { workspaceId: chain, accountName: actor }: Session) {
  return (action: string, target: string) => (work: Parameters<typeof recordAudit>[0], detail: object) =>
    recordAudit(work, { chain, at: clock(), actor, action, target, detail: { ...detail } })
}

function queueRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/review-queues', { schema: { tags, response: { 200: reviewQueueList } } }, async (request) => {
    const { workspaceId, role } = sessionOf(request)
    const queues = await readReviewQueues(parts, workspaceId)
    return { queues: queues.map((queue) => queueRowOf(queue, mayActAs(role, 'owner'))) }
  })

  app.get(
    '/review-queues/:id',
    { schema: { tags, params: byId, response: { 200: reviewQueueDetail } } },
    async (request, reply) => {
      const { workspaceId, role } = sessionOf(request)
      const [queue] = await readReviewQueues(parts, workspaceId, request.params.id)
      return queue ? queueRowOf(queue, mayActAs(role, 'owner')) : sendProblem(reply, noQueue)
    },
  )

  app.put(
    '/review-queues',
    { config: owner, schema: { tags, body: reviewQueueRequest, response: { 200: reviewQueueSaid } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { control: controlId, ...said } = request.body
      const audit = audits(parts, session)('review-queue.say', said.id)
      const done = await sayQueue(parts, session.workspaceId, { ...said, controlId }, audit)
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}

function itemRoutes(app: RouteApp, parts: RouteParts): void {
  app.get(
    '/review-queues/:id/items',
    { config: analyst, schema: { tags, params: byId, response: { 200: reviewItemList } } },
    async (request, reply) => {
      const found = await itemsToReview(parts, sessionOf(request).workspaceId, request.params.id)
      return found.ok ? found.value : sendProblem(reply, found.error)
    },
  )

  app.post(
    '/review-queues/:id/items',
    { config: brings, schema: { tags, params: byId, body: reviewItemsRequest, response: { 201: reviewItemsTaken } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const audit = audits(parts, session)('review-queue.items', id)
      const done = await takeItems(parts, session.workspaceId, id, request.body.items, audit)
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/review-items/:id/decision',
    {
      config: analyst,
      schema: { tags, params: byItem, body: reviewDecisionRequest, response: { 200: reviewDecided } },
    },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id: itemId } = request.params
      const { decision } = request.body
      const who = { workspaceId: session.workspaceId, by: session.accountName }
      const done = await decide(parts, who, { itemId, decision }, (work, { queueId }) =>
        audits(parts, session)('review-item.decide', itemId)(work, { queueId, decision }),
      )
      return done.ok ? { queue: done.value.queueId } : sendProblem(reply, done.error)
    },
  )
}

/** What would tell reviewers which items are seeded, or what single people are like, is for owners. */
function ownerRoutes(app: RouteApp, parts: RouteParts): void {
  app.post(
    '/review-queues/:id/seeds',
    { config: owner, schema: { tags, params: byId, body: reviewSeedRequest, response: { 201: reviewSeedsTaken } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const who = { workspaceId: session.workspaceId, by: session.accountName }
      const audit = audits(parts, session)('review-queue.seed', id)
      const done = await seedQueue(parts, who, id, request.body.seeds, audit)
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )

  app.get(
    '/review-queues/:id/decisions',
    { config: owner, schema: { tags, params: byId, response: { 200: reviewDecisionList } } },
    async (request, reply) => {
      const { workspaceId } = sessionOf(request)
      const found = await reviewedReferences(parts, workspaceId, request.params.id, MOST_DECISIONS)
      return found.ok ? { decisions: found.value } : sendProblem(reply, found.error)
    },
  )

  app.get(
    '/review-queues/:id/reviewers',
    { config: owner, schema: { tags, params: byId, response: { 200: reviewerList } } },
    async (request, reply) => {
      const found = await reviewersOf(parts, sessionOf(request).workspaceId, request.params.id)
      if (!found.ok) return sendProblem(reply, found.error)
      const { reviewers, tooFew } = found.value
      return { reviewers: reviewers.map((one) => ({ ...one, reading: readingRowOf(one.reading) })), tooFew }
    },
  )
}

const noQueue = { code: 'not-found', message: 'there is no such review queue in this workspace' }
