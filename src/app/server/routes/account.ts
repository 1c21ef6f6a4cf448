import { z } from 'zod'
import { ended, ownSessionList, passwordChange } from '#contract'
import { err, ok } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import { closeSession, closeSessions, listSessions, renewToken, replacePassword } from '#platform/auth'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { strictRate } from '../security.ts'
import { setSessionCookie } from '../sessions.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['account']
const scope = 'session' as const

/** What people do for themselves: see and end their sessions, change their password. */
export function accountRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, config } = parts

  app.get(
    '/account/sessions',
    { config: { scope }, schema: { tags, response: { 200: ownSessionList } } },
    async (request) => {
      const { id, accountId } = sessionOf(request)
      const sessions = await listSessions(database, accountId, clock())
      return { sessions: sessions.map((session) => ({ ...session, current: session.id === id })) }
    },
  )

  app.delete(
    '/account/sessions/:id',
    { config: { scope }, schema: { tags, params: byId, response: { 200: ended } } },
    async (request, reply) => {
      const { accountId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      const done = await audited(
        parts,
        async (work) => ((await closeSession(work, { id, accountId })) ? ok({ ended: 1 }) : err(noSuchSession)),
        () => ({ chain: 'instance', actor, action: 'session.revoke', target: id }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/account/sessions',
    { config: { scope }, schema: { tags, response: { 200: ended } } },
    async (request, reply) => {
      const { id, accountId, accountName: actor } = sessionOf(request)
      const done = await audited(
        parts,
        async (work) => ok({ ended: await closeSessions(work, accountId, id) }),
        (detail) => ({ chain: 'instance', actor, action: 'session.revoke-others', target: accountId, detail }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.put(
    '/account/password',
    {
      config: { scope, rateLimit: strictRate(config) },
      schema: { tags, body: passwordChange, response: { 200: ended } },
    },
    async (request, reply) => {
      const { id, accountId, accountName: name } = sessionOf(request)
      const at = clock()
      let token = ''
      let count = 0
      const change = { ...request.body, address: request.ip }
      const changed = await replacePassword(database, { id: accountId, name }, change, at, async (work) => {
        count = await closeSessions(work, accountId, id)
        token = await renewToken(work, id, at)
        const detail = { ended: count }
        await recordAudit(work, {
          chain: 'instance',
          at,
          actor: name,
          action: 'account.password',
          target: accountId,
          detail,
        })
      })
      if (!changed.ok) return sendProblem(reply, changed.error)
      setSessionCookie(reply, token, config)
      return { ended: count }
    },
  )
}

const noSuchSession = { code: 'not-found', message: 'this session has ended already' }
