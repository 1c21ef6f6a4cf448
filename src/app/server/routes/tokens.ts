import { z } from 'zod'
import { removed } from '#contract/people'
import { apiTokenList, apiTokenRequest, issuedToken } from '#contract/tokens'
import { err, type Instant, ok, problem } from '#core/kernel'
import { issueApiToken, listApiTokens, revokeApiToken } from '#platform/auth'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['account']
const DAY_MS = 24 * 3_600_000
/** A token makes no token: what it may do would outlive it. */
const config = { scope: 'session' } as const

/** Tokens with which programs use the API in one's own name, in the present workspace. */
export function tokenRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock } = parts

  app.get('/account/tokens', { config, schema: { tags, response: { 200: apiTokenList } } }, async (request) => ({
    tokens: await listApiTokens(database.instance, sessionOf(request), clock()),
  }))

  app.post(
    '/account/tokens',
    { config, schema: { tags, body: apiTokenRequest, response: { 201: issuedToken } } },
    async (request, reply) => {
      const owner = sessionOf(request)
      const { name, scopes, days } = request.body
      const expiresAt = new Date(Date.parse(clock()) + days * DAY_MS).toISOString() as Instant
      const done = await audited(
        parts,
        (work, now) => issueApiToken(work, owner, { name, scopes, expiresAt }, now),
        ({ id }) => ({
          chain: owner.workspaceId,
          actor: owner.accountName,
          action: 'token.create',
          target: id,
          detail: { name, scopes, expiresAt },
        }),
      )
      return done.ok ? reply.code(201).send({ ...done.value, expiresAt }) : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/account/tokens/:id',
    { config, schema: { tags, params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const owner = sessionOf(request)
      const { id } = request.params
      const done = await audited(
        parts,
        async (work) => {
          const gone = await revokeApiToken(work, owner, id)
          return gone ? ok(gone) : err(noSuchToken)
        },
        (detail) => ({
          chain: owner.workspaceId,
          actor: owner.accountName,
          action: 'token.revoke',
          target: id,
          detail,
        }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )
}

const noSuchToken = problem('not-found', 'there is no such token: it was revoked or has expired')
