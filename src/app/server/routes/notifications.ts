import type { Transaction } from 'kysely'
import { z } from 'zod'
import { type Notice, noticeContent, notifierOf, notifiers, sentenceOf } from '#action/notifiers'
import {
  changeTarget,
  findTarget,
  listTargets,
  makeTarget,
  removeTarget,
  retryDeliveries,
  retryDelivery,
  type Target,
} from '#action/notifiers/store'
import {
  deliveriesRetried,
  deliveryPage,
  deliveryQuery,
  madeTarget,
  notifierList,
  targetChange,
  targetList,
  targetRequest,
  targetTested,
} from '#contract/notifications'
import { removed } from '#contract/people'
import { type Instant, ok, type Result } from '#core/kernel'
import type { Session } from '#platform/auth'
import type { NoTables } from '#platform/database'
import { privateHostNote } from '#platform/http'
import { countDeliveries, listDeliveries } from '#views/deliveries'
import { auditedInWorkspace } from '../audited.ts'
import { readTargetChange, readTargetRequest } from '../notifier-settings.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.uuid() })
const byNumber = z.object({ id: z.string().regex(/^\d{1,18}$/) })
const tags = ['notifications']
const config = { access: 'admin' } as const

/** Where notices go, and how they get there. */
export function notificationRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, flows, jobs } = parts
  const change = <T>(
    session: Session,
    action: string,
    target: (value: T) => string,
    act: (work: Transaction<NoTables>, now: Instant) => Promise<Result<T>>,
    detail: Record<string, unknown> = {},
  ) =>
    auditedInWorkspace(parts, session.workspaceId, act, (value) => ({
      chain: session.workspaceId,
      actor: session.accountName,
      action,
      target: target(value),
      detail,
    }))

  app.get('/notifications/notifiers', { config, schema: { tags, response: { 200: notifierList } } }, () => ({
    notifiers: notifiers.map(({ id, name, description, fields, kinds, suggested }) => ({
      ...{ id, name, description },
      fields: fields.map(({ choices, ...field }) => ({ ...field, ...(choices && { choices: [...choices] }) })),
      kinds: [...kinds],
      suggested: [...suggested],
    })),
  }))

  app.get('/notifications/targets', { config, schema: { tags, response: { 200: targetList } } }, async (request) => {
    const { workspaceId } = sessionOf(request)
    const counts = await countDeliveries(database, workspaceId)
    const none = { waiting: 0, dead: 0, lastDeliveredAt: null }
    const targets = await listTargets(database, workspaceId)
    return {
      targets: targets.map(({ secrets, ...target }) => ({
        ...target,
        ...(counts.get(target.id) ?? none),
        secrets: Object.keys(secrets),
        note: noteOf(target, parts.config.privateHosts),
      })),
    }
  })

  app.post(
    '/notifications/targets',
    { config, schema: { tags, body: targetRequest, response: { 201: madeTarget } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const draft = readTargetRequest(request.body, parts.secrets)
      if (!draft.ok) return sendProblem(reply, draft.error)
      const { seal, ...target } = draft.value
      const done = await change(
        session,
        'notifier-target.create',
        (id: string) => id,
        (work, at) => makeTarget(work, session.workspaceId, target, seal, { name: session.accountName, at }),
        { ...target },
      )
      return done.ok ? reply.code(201).send({ id: done.value }) : sendProblem(reply, done.error)
    },
  )

  app.patch(
    '/notifications/targets/:id',
    { config, schema: { tags, params: byId, body: targetChange, response: { 200: madeTarget } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const held = await findTarget(database, session.workspaceId, id)
      if (!held.ok) return sendProblem(reply, held.error)
      const wanted = readTargetChange(held.value, request.body, parts.secrets)
      if (!wanted.ok) return sendProblem(reply, wanted.error)
      const { secrets, ...shown } = wanted.value
      const detail = { ...shown, ...(secrets && { secrets: Object.keys(secrets) }) }
      const act = (work: Transaction<NoTables>) => changeTarget(work, id, wanted.value)
      const done = await change(session, 'notifier-target.update', () => id, act, detail)
      return done.ok ? { id } : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/notifications/targets/:id',
    { config, schema: { tags, params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const { id } = request.params
      const act = (work: Transaction<NoTables>) => removeTarget(work, id)
      const done = await change(sessionOf(request), 'notifier-target.delete', () => id, act)
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/notifications/targets/:id/test',
    { config, schema: { tags, params: byId, response: { 200: targetTested } } },
    async (request, reply) => {
      const { workspaceId, workspaceName, accountName: by } = sessionOf(request)
      const target = await findTarget(database, workspaceId, request.params.id)
      if (!target.ok) return sendProblem(reply, target.error)
      const at = clock()
      const notice: Notice = {
        kind: 'test',
        detail: { by },
        id: `msg_test_${workspaceId}_${Date.parse(at)}`,
        at,
        workspace: { id: workspaceId, name: workspaceName },
      }
      // What goes out cannot be taken back: the word of it comes first.
      const noted = await change(
        sessionOf(request),
        'notifier-target.test',
        () => target.value.id,
        async () => ok(undefined),
      )
      if (!noted.ok) return sendProblem(reply, noted.error)
      const sent = await flows.tryTarget(target.value, notice)
      if (sent.ok) return { arrived: true, problem: null }
      return { arrived: false, problem: { code: sent.error.code, message: sent.error.message } }
    },
  )

  app.get(
    '/notifications/deliveries',
    { config, schema: { tags, querystring: deliveryQuery, response: { 200: deliveryPage } } },
    async (request) => {
      const page = await listDeliveries(database, sessionOf(request).workspaceId, request.query)
      return { ...page, rows: page.rows.map(({ detail, ...row }) => ({ ...row, sentence: said(row.kind, detail) })) }
    },
  )

  app.post(
    '/notifications/deliveries/retry',
    { config, schema: { tags, response: { 200: deliveriesRetried } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const act = async (work: Transaction<NoTables>, now: Instant) => ok(await retryDeliveries(work, now))
      const done = await change(session, 'delivery.retry-all', (count: number) => String(count), act)
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(session.workspaceId, 'deliveries')
      return { deliveries: done.value }
    },
  )

  app.post(
    '/notifications/deliveries/:id/retry',
    { config, schema: { tags, params: byNumber, response: { 200: removed } } },
    async (request, reply) => {
      const { id } = request.params
      const session = sessionOf(request)
      const act = (work: Transaction<NoTables>, now: Instant) => retryDelivery(work, id, now)
      const done = await change(session, 'delivery.retry', () => id, act)
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(session.workspaceId, 'deliveries')
      return { ok: true as const }
    },
  )
}

/** What stands between a target and its notices as far as its settings show, before anything is sent. */
function noteOf({ notifier, settings }: Pick<Target, 'notifier' | 'settings'>, privateHosts: readonly string[] = []) {
  const host = notifierOf(notifier)?.hostOf(settings)
  return (host !== undefined && privateHostNote(host, privateHosts)) || null
}

function said(kind: string, detail: unknown): string {
  const content = noticeContent.safeParse({ kind, detail })
  return content.success ? sentenceOf(content.data) : kind
}
