import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actingThrough } from '#platform/audit'
import { resumeApiToken, type SessionOrigin, sessionResumer } from '#platform/auth'
import { accessOf, denialOf, scopeOf } from './access.ts'
import { sendProblem } from './problems.ts'
import type { ServerConfig, ServerParts } from './types.ts'

/** As the OTLP/HTTP specification has it. */
export const OTLP_PATH = '/v1/traces'
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

/**
 * Resumes the session of each API request and turns away who may not call the route. A request that carries a token is
 * judged by it alone: cookies beside it count for nothing.
 */
export function addSessions(app: FastifyInstance, { database, clock, config }: ServerParts): void {
  app.decorateRequest('session', null)
  const resumeSession = sessionResumer(database)
  app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request.url)) return undefined
    const bearer = bearerOf(request)
    const token = request.cookies[COOKIE]
    if (bearer !== undefined) {
      request.session = (await resumeApiToken(database, bearer, clock())) ?? null
    } else if (token !== undefined) {
      const resumed = await resumeSession(token, clock())
      request.session = resumed?.session ?? null
      if (resumed?.rotated) setSessionCookie(reply, resumed.rotated, config)
    }
    const { config: route } = request.routeOptions
    const denial = denialOf(request.session, accessOf(route), scopeOf(route, request.method))
    if (!denial) return undefined
    if (bearer === undefined || denial.code !== 'not-logged-in') return sendProblem(reply, denial)
    reply.header('www-authenticate', 'Bearer error="invalid_token"')
    return sendProblem(reply, { code: 'not-logged-in', message: 'this token is unknown, was revoked or has expired' })
  })
  nameTokens(app)
}

/** The API, and the one path that OTLP exporters add to an address by themselves. */
function isApi(url: string): boolean {
  return url.startsWith('/api/') || url === OTLP_PATH || url.startsWith(`${OTLP_PATH}?`)
}

/** What is done with a token is recorded as its owner's, through that token. */
function nameTokens(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { session } = request
    if (session?.scopes) actingThrough({ token: session.id }, done)
    else done()
  })
}

/** The token of an `Authorization` header; an empty one where the header is of another kind. */
export function bearerOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization === undefined) return undefined
  return /^Bearer ([\w~+/.=-]{1,200})$/i.exec(authorization)?.[1] ?? ''
}
