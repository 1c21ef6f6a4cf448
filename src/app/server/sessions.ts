import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayActAs, resumeSession, type SessionOrigin } from '#platform/auth'
import { sendProblem } from './problems.ts'
import type { ServerConfig, ServerParts } from './types.ts'

const COOKIE = 'lunette_session'
const COOKIE_SECONDS = 14 * 24 * 3_600

/** Hands the session's token to the browser: unreadable by scripts, sent to this site only. */
export function setSessionCookie(reply: FastifyReply, token: string, config: ServerConfig): void {
  reply.setCookie(COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: config.secureCookies ?? false,
    maxAge: COOKIE_SECONDS,
  })
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' })
}

/** Where a request comes from, for the session it opens. */
export function originOf(request: FastifyRequest): SessionOrigin {
  return { address: request.ip, device: request.headers['user-agent'] ?? '' }
}

/** Resumes the session of each API request and turns away who may not call the route. */
export function addSessions(app: FastifyInstance, { database, clock, config }: ServerParts): void {
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return undefined
    const token = request.cookies[COOKIE]
    const resumed = token === undefined ? undefined : await resumeSession(database, token, clock())
    request.session = resumed?.session ?? null
    if (resumed?.rotated) setSessionCookie(reply, resumed.rotated, config)
    const access = request.routeOptions.config.access ?? 'viewer'
    if (access === 'open') return undefined
    if (!request.session) return sendProblem(reply, { code: 'not-logged-in', message: 'log in to go on' })
    if (!mayActAs(request.session.role, access)) {
      return sendProblem(reply, {
        code: 'not-allowed',
        message: `this needs the role "${access}": ask an administrator`,
      })
    }
    return undefined
  })
}
