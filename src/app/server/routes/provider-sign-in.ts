import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ownIdentity, providerAnswer, signInAddress } from '#contract/identity-provider'
import { removed } from '#contract/people'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { type AuditRecord, recordAudit } from '#platform/audit'
import {
  type Claims,
  type Entered,
  enterWithIdentity,
  type FlowChecks,
  isLinked,
  keepFlow,
  linkIdentity,
  openSession,
  readProvider,
  takeFlow,
  unlinkIdentity,
} from '#platform/auth'
import { attempt } from '#platform/database'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { strictRate } from '../security.ts'
import { originOf, setSessionCookie } from '../sessions.ts'
import { SignInProvider } from '../sign-in-provider.ts'
import type { ServerConfig } from '../types.ts'

const tags = ['session']
const COOKIE = 'lunette_sign_in'
const BASE = '/api/v1/session/provider'
const COOKIE_SECONDS = 600

/** Where the provider sends people back to: the public address where one is set, else the one the request came by. */
export function redirectUriOf(request: FastifyRequest, config: ServerConfig): string {
  const origin = config.publicUrl ?? `${config.secureCookies ? 'https' : 'http'}://${request.headers.host}`
  return `${origin.replace(/\/$/, '')}${BASE}/callback`
}

/** Signing in with the identity provider, and linking one's account to it. */
export function providerSignInRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, config, secrets } = parts
  const rateLimit = strictRate(config)
  const signIn = new SignInProvider(parts)

  app.post(
    '/session/provider',
    { config: { access: 'open', rateLimit }, schema: { tags, response: { 200: signInAddress } } },
    (request, reply) => begin(request, reply, undefined),
  )

  app.get(
    '/session/provider/callback',
    {
      config: { access: 'open', rateLimit },
      schema: {
        tags,
        querystring: providerAnswer,
        response: { 303: z.null().describe('to the page that comes next') },
        summary: 'Where the provider sends the browser back to',
      },
    },
    async (request, reply) => {
      const token = request.cookies[COOKIE]
      reply.clearCookie(COOKIE, { path: BASE })
      const flow = await takeFlow(database, secrets, token ?? '', clock())
      const done = flow.ok ? await finish(request, flow.value) : flow
      if (done.ok && done.value.session) setSessionCookie(reply, done.value.session, config)
      if (!done.ok)
        parts.log.warn({ problem: done.error.code, detail: done.error.message }, 'a sign-in with the provider failed')
      // The code alone: words in an address could be anybody's.
      const home = flow.ok && flow.value.accountId !== null ? '/settings' : '/'
      const page = done.ok ? done.value.page : `${home}?sign-in=${encodeURIComponent(done.error.code)}`
      return reply.header('cache-control', 'no-store').redirect(page, 303)
    },
  )

  app.get(
    '/account/identity',
    { config: { scope: 'session' }, schema: { tags: ['account'], response: { 200: ownIdentity } } },
    async (request) => {
      const provider = await readProvider(database.instance)
      const linked = provider && (await isLinked(database.instance, provider.issuer, sessionOf(request).accountId))
      return { provider: provider?.name ?? null, linked: linked ?? false }
    },
  )

  app.post(
    '/account/identity',
    { config: { scope: 'session', rateLimit }, schema: { tags: ['account'], response: { 200: signInAddress } } },
    (request, reply) => begin(request, reply, sessionOf(request).accountId),
  )

  app.delete(
    '/account/identity',
    { config: { scope: 'session' }, schema: { tags: ['account'], response: { 200: removed } } },
    async (request, reply) => {
      const { accountId, accountName: actor } = sessionOf(request)
      const provider = await readProvider(database.instance)
      const done = await audited(
        parts,
        async (work) => (provider ? unlinkIdentity(work, provider.issuer, accountId) : err(notLinked)),
        () => ({ chain: 'instance', actor, action: 'identity.unlink', target: accountId }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  async function begin(request: FastifyRequest, reply: FastifyReply, accountId: string | undefined) {
    const current = await signIn.current()
    if (!current.ok) return sendProblem(reply, current.error)
    const begun = await current.value.client.begin(redirectUriOf(request, config))
    if (!begun.ok) {
      signIn.forget()
      return sendProblem(reply, begun.error)
    }
    const token = await keepFlow(database, secrets, { checks: begun.value.checks, accountId }, clock())
    // Lax: the browser comes back from another site.
    reply.setCookie(COOKIE, token, {
      path: BASE,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.secureCookies ?? false,
      maxAge: COOKIE_SECONDS,
    })
    return reply.code(200).send({ url: begun.value.url })
  }

  async function finish(
    request: FastifyRequest,
    { checks, accountId }: { checks: FlowChecks; accountId: string | null },
  ): Promise<Result<{ page: string; session?: string | undefined }>> {
    const current = await signIn.current()
    if (!current.ok) return current
    const { provider, client } = current.value
    const search = request.raw.url?.slice(request.raw.url.indexOf('?')) ?? ''
    const claims = await client.finish(search, checks)
    if (!claims.ok) {
      signIn.forget()
      return claims
    }
    return accountId === null
      ? enter(request, provider.issuer, claims.value)
      : link(provider.issuer, claims.value, accountId)
  }

  async function enter(request: FastifyRequest, issuer: string, claims: Claims) {
    const at = clock()
    const entered = await attempt(database, async (work) => {
      const done = await enterWithIdentity(work, issuer, claims, at)
      if (done.ok) for (const entry of entriesOf(done.value)) await recordAudit(work, { at, ...entry })
      return done
    })
    if (!entered.ok) return entered
    const session = await openSession(database, entered.value.account.id, at, originOf(request))
    return session === undefined ? err(nowhere) : ok({ page: '/', session })
  }

  async function link(issuer: string, claims: Claims, accountId: string) {
    const done = await audited(
      parts,
      (work, now) => linkIdentity(work, issuer, claims, accountId, now),
      () => ({
        chain: 'instance',
        actor: claims.name,
        action: 'identity.link',
        target: accountId,
        detail: { issuer, subject: claims.subject },
      }),
    )
    return done.ok ? ok({ page: '/settings' }) : done
  }
}

/** What a sign-in leaves in the audit trail: itself, a new account, and what the groups changed. */
function entriesOf({ account, isNew, changes }: Entered): Omit<AuditRecord, 'at'>[] {
  const instance = { chain: 'instance', target: account.id, detail: { with: 'identity provider' } }
  return [
    ...(isNew ? [{ ...instance, actor: 'identity provider', action: 'account.create' }] : []),
    ...changes.map(({ workspaceId, before, after }) => ({
      chain: workspaceId,
      actor: 'identity provider',
      action: after === null ? 'person.remove' : before === null ? 'person.join' : 'person.change',
      target: account.id,
      detail: { name: account.name, before, after },
    })),
    { ...instance, actor: account.name, action: 'session.open' },
  ]
}

const notLinked: Problem = problem('not-found', 'no identity provider is configured')
const nowhere = problem('no-workspace', 'no workspace is open to this account: ask an administrator')
