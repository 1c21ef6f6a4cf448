import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { readRun } from '#assurance/evaluations/store'
import { type EvaluationOrder, listOrders, readOrder } from '#assurance/runner/store'
import { orderList, orderRequest, orderRow, runMeasures } from '#contract/evaluation-orders'
import { type Problem, problem } from '#core/kernel'
import { orderWith, resumeWith } from '#flows/run-evaluation'
import { recordAudit } from '#platform/audit'
import { measuresOf, orderRowOf, termsOf } from '../../evaluation-order-rows.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byOrder = z.object({ id: z.uuid() })
const byRun = z.object({ id: z.string().max(80) })
const analyst = { access: 'analyst' } as const
const BODY_BYTES = 5 * 1024 * 1024
const MOST_ORDERS = 100

/** Evaluations that Lunette runs itself: order one, follow it, let it go on; its stop is that of any job. */
export function evaluationOrderRoutes(app: RouteApp, parts: RouteParts): void {
  const { database } = parts

  app.get('/evaluation-orders', { schema: { tags, response: { 200: orderList } } }, async (request) => {
    const orders = await database.inWorkspace(sessionOf(request).workspaceId, (work) => listOrders(work, MOST_ORDERS))
    return { orders: orders.map(orderRowOf) }
  })

  app.get(
    '/evaluation-orders/:id',
    { schema: { tags, params: byOrder, response: { 200: orderRow } } },
    async (request, reply) => {
      const { id } = request.params
      const found = await database.inWorkspace(sessionOf(request).workspaceId, (work) => readOrder(work, id))
      return found ? orderRowOf(found) : sendProblem(reply, noSuchOrder)
    },
  )

  app.get(
    '/evaluations/:id/measures',
    { schema: { tags, params: byRun, response: { 200: runMeasures } } },
    async (request, reply) => {
      const { id } = request.params
      const run = await database.inWorkspace(sessionOf(request).workspaceId, (work) => readRun(work, id))
      return run ? measuresOf(run.list) : sendProblem(reply, noSuchRun)
    },
  )

  orderingRoutes(app, parts)
}

function orderingRoutes(app: RouteApp, { clock, jobs }: RouteParts): void {
  app.post(
    '/evaluation-orders',
    { config: analyst, bodyLimit: BODY_BYTES, schema: { tags, body: orderRequest, response: { 202: orderRow } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { dataset, gateway, judge, control: controlId, version: subjectVersion } = request.body
      const id = randomUUID()
      const given = {
        workspaceId,
        by,
        dataset,
        gateway,
        judge,
        controlId,
        subjectVersion,
        terms: termsOf(request.body),
      }
      let ordered: EvaluationOrder | undefined
      const started = await jobs.startWith(
        { kind: 'evaluate', title: `Evaluate ${gateway}`, workspaceId, payload: { orderId: id } },
        async (work) => {
          const done = await orderWith(
            work,
            clock(),
            given,
            (inner, { name, planned, datasetDigest }) =>
              recordAudit(inner, {
                ...{ chain: workspaceId, at: clock(), actor: by, action: 'evaluation.order', target: id },
                detail: { name, gateway, judge: judge ?? null, planned, dataset: datasetDigest },
              }),
            id,
          )
          if (done.ok) ordered = done.value
          return done
        },
        id,
      )
      if (!started.ok || !ordered) return sendProblem(reply, started.ok ? noSuchOrder : refusal(started.error))
      return reply.code(202).send(orderRowOf(ordered))
    },
  )

  app.post(
    '/evaluation-orders/:id/resume',
    { config: analyst, schema: { tags, params: byOrder, response: { 202: orderRow } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      if (jobs.find(id, workspaceId)?.state === 'running')
        return sendProblem(reply, problem('already-running', 'the run is under way: follow it'))
      let resumed: EvaluationOrder | undefined
      const started = await jobs.startWith(
        { kind: 'evaluate', title: 'Evaluate on', workspaceId, payload: { orderId: id } },
        async (work) => {
          const done = await resumeWith(work, clock(), id)
          if (!done.ok) return done
          resumed = done.value
          await recordAudit(work, {
            ...{ chain: workspaceId, at: clock(), actor, action: 'evaluation.resume', target: id, detail: {} },
          })
          return done
        },
        id,
      )
      if (!started.ok || !resumed) return sendProblem(reply, started.ok ? noSuchOrder : refusal(started.error))
      return reply.code(202).send(orderRowOf(resumed))
    },
  )
}

const noSuchOrder = problem('not-found', 'there is no such ordered run in this workspace')
const noSuchRun = problem('not-found', 'there is no such evaluation in this workspace')
const own = new Set(['not-found', 'already-running', 'no-such-control', 'run-over', 'too-large'])

/** Why a run is not begun, under the code of the route. */
function refusal({ code, message }: Problem): Problem {
  return own.has(code) ? { code, message } : { code: 'order-refused', message }
}
