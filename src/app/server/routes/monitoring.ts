import { z } from 'zod'
import {
  changeTraceSettings,
  traceSettings as readSettings,
  recentSpans,
  strataOf,
  traceSources,
  useOf,
} from '#assurance/monitoring/store'
import {
  done,
  evaluationGap,
  gatewayApproval,
  gatewayList,
  gatewaySecret,
  labelRequest,
  monitorList,
  probeList,
  probeResult,
  traceOverview,
  traceSettings,
} from '#contract/monitoring'
import { readAiSystems } from '#exposure/inventory/store'
import { gapOf, takeLabels } from '#flows/evaluation-gap'
import { gatewaysOf, keepSecret, probesOf, settleApproval } from '#flows/gateways'
import { watchedMonitors } from '#flows/monitors'
import { recordAudit } from '#platform/audit'
import { gapRowOf, gatewayRowOf, monitorRowOf, probeRowOf } from '../../monitoring-rows.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byId = z.object({ id: z.string().max(80) })
const analyst = { access: 'analyst' } as const
const owner = { access: 'owner' } as const
const RECENT = 100
const MOST_STRATA = 50
const DAY_MS = 86_400_000

/** What traces show, monitors, gateways and their probes, and the gap between evaluations and production. */
export function monitoringRoutes(app: RouteApp, parts: RouteParts): void {
  readingRoutes(app, parts)
  gapRoutes(app, parts)
  changingRoutes(app, parts)
  gatewayRoutes(app, parts)
}

function readingRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock } = parts

  app.get('/traces', { schema: { tags, response: { 200: traceOverview } } }, async (request) => {
    const { workspaceId } = sessionOf(request)
    const now = clock()
    const ago = (days: number) => new Date(Date.parse(now) - days * DAY_MS).toISOString()
    return database.inWorkspace(workspaceId, async (work) => {
      const { key: _, ...settings } = await readSettings(work, workspaceId)
      const systems = []
      for (const { slug, name } of await readAiSystems(work)) {
        const strata = (await strataOf(work, slug, ago(28), now)).slice(0, MOST_STRATA)
        systems.push({
          ...{ system: slug, name, day: await useOf(work, slug, ago(1)) },
          strata: strata.map(({ stratum, demands }) => ({ stratum, demands })),
        })
      }
      return { settings, systems, sources: await traceSources(work), recent: await recentSpans(work, RECENT) }
    })
  })

  app.get('/monitors', { schema: { tags, response: { 200: monitorList } } }, async (request) => ({
    monitors: (await watchedMonitors(parts, sessionOf(request).workspaceId)).map(monitorRowOf),
  }))

  app.get('/gateways', { schema: { tags, response: { 200: gatewayList } } }, async (request) => ({
    gateways: (await gatewaysOf(parts, sessionOf(request).workspaceId)).map(gatewayRowOf),
  }))

  app.get('/probes', { schema: { tags, response: { 200: probeList } } }, async (request) => ({
    probes: (await probesOf(parts, sessionOf(request).workspaceId)).map(probeRowOf),
  }))
}

function gapRoutes(app: RouteApp, parts: RouteParts): void {
  const schema = { tags, params: byId, response: { 200: evaluationGap } }

  app.get('/controls/:id/gap', { schema }, async (request, reply) => {
    const found = gapRowOf(await gapOf(parts, sessionOf(request).workspaceId, { controlId: request.params.id }))
    return 'code' in found ? sendProblem(reply, found) : found
  })

  app.get('/evaluations/:id/gap', { schema }, async (request, reply) => {
    const found = gapRowOf(await gapOf(parts, sessionOf(request).workspaceId, { runId: request.params.id }))
    return 'code' in found ? sendProblem(reply, found) : found
  })
}

function changingRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, traces } = parts

  app.put(
    '/trace-settings',
    { config: owner, schema: { tags, body: traceSettings, response: { 200: traceSettings } } },
    async (request) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      await database.inWorkspace(workspaceId, async (work) => {
        await changeTraceSettings(work, workspaceId, request.body)
        await recordAudit(work, {
          ...{
            chain: workspaceId,
            at: clock(),
            actor,
            action: 'traces.settings',
            target: 'traces',
            detail: request.body,
          },
        })
      })
      traces.outdate(workspaceId)
      return request.body
    },
  )

  app.post(
    '/labels',
    { config: analyst, schema: { tags, body: labelRequest, response: { 201: done } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const taken = await takeLabels(parts, { workspaceId, labels: request.body }, (work) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor, action: 'labels.record', target: request.body.system },
          detail: request.body,
        }),
      )
      return taken.ok ? reply.code(201).send({ ok: true as const }) : sendProblem(reply, taken.error)
    },
  )

  app.post(
    '/probes/:id',
    { config: analyst, schema: { tags, params: byId, response: { 200: probeResult } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      if (!(await probesOf(parts, workspaceId)).some(({ controlId }) => controlId === id))
        return sendProblem(reply, { code: 'not-found', message: `the register names no probe of a control "${id}"` })
      // Written down before anything is sent.
      await database.inWorkspace(workspaceId, (work) =>
        recordAudit(work, { chain: workspaceId, at: clock(), actor, action: 'control.probe', target: id, detail: {} }),
      )
      const { control, verdict, note } = await parts.flows.probe({ workspaceId, controlId: id })
      return { control, verdict, note }
    },
  )
}

function gatewayRoutes(app: RouteApp, parts: RouteParts): void {
  const { clock } = parts
  const audit =
    (
      { workspaceId, accountName: actor }: ReturnType<typeof sessionOf>,
      action: string,
      target: string,
      detail: object,
    ) =>
    (work: Parameters<typeof recordAudit>[0]) =>
      recordAudit(work, { chain: workspaceId, at: clock(), actor, action, target, detail: { ...detail } })

  app.put(
    '/gateways/:id/approval',
    { config: owner, schema: { tags, params: byId, body: gatewayApproval, response: { 200: done } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { url } = request.body
      const acting = { workspaceId: session.workspaceId, by: session.accountName }
      const settled = await settleApproval(parts, acting, id, url, audit(session, 'gateway.approve', id, { url }))
      return settled.ok ? { ok: true as const } : sendProblem(reply, settled.error)
    },
  )

  app.delete(
    '/gateways/:id/approval',
    { config: owner, schema: { tags, params: byId, response: { 200: done } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const acting = { workspaceId: session.workspaceId, by: session.accountName }
      const settled = await settleApproval(parts, acting, id, undefined, audit(session, 'gateway.withdraw', id, {}))
      return settled.ok ? { ok: true as const } : sendProblem(reply, settled.error)
    },
  )

  app.put(
    '/gateways/:id/secret',
    { config: owner, schema: { tags, params: byId, body: gatewaySecret, response: { 200: done } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { secret } = request.body
      const acting = { workspaceId: session.workspaceId, by: session.accountName }
      const word = audit(session, 'gateway.secret', id, { isSet: secret !== null })
      const kept = await keepSecret(parts, acting, id, secret, word)
      return kept.ok ? { ok: true as const } : sendProblem(reply, kept.error)
    },
  )
}
