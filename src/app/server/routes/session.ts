import { z } from 'zod'
import { loginRequest, sessionState, setupRequest } from '#contract'
import { err, ok, problem } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import {
  closeSession,
  hasAccounts,
  openSession,
  readProvider,
  redeemSetupToken,
  type Session,
  signIn,
} from '#platform/auth'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { strictRate } from '../security.ts'
import { clearSessionCookie, originOf, setSessionCookie } from '../sessions.ts'

const made = z.object({ ok: z.literal(true) })

/** Logging in and out, and the first administrator. */
export function sessionRoutes(app: RouteApp, { database, clock, config, secrets, log }: RouteParts): void {
  app.get(
    '/session',
    { config: { access: 'open' }, schema: { tags: ['session'], response: { 200: sessionState } } },
    async (request) => {
      const provider = await readProvider(database.instance)
      const state = stateOf(request.session, !(await hasAccounts(database)), config.version)
      return { ...state, localSignIn: provider?.localSignIn ?? true, provider: provider?.name ?? null }
    },
  )

  app.post(
    '/session',
    {
      config: { access: 'open', rateLimit: strictRate(config) },
      schema: { tags: ['session'], body: loginRequest, response: { 200: made } },
    },
    async (request, reply) => {
      const now = clock()
      if ((await readProvider(database.instance))?.localSignIn === false) return sendProblem(reply, noPasswords)
      const account = await signIn(database, secrets, { ...request.body, address: request.ip }, now)
      if (!account.ok) {
        // Not the name: people type passwords into the wrong field.
        log.warn({ problem: account.error.code, address: request.ip }, 'a sign-in was refused')
        return sendProblem(reply, account.error)
      }
      const { id, name, recovery } = account.value
      const opened = await audited(
        { database, clock: () => now },
        async (work) => {
          const token = await openSession({ instance: work }, id, now, originOf(request))
          // Whoever was signed in here before is not any more.
          if (token && request.session) await closeSession(work, request.session)
          return token ? ok(token) : err(nowhere)
        },
        () => ({
          chain: 'instance',
          actor: name,
          action: 'session.open',
          target: id,
          ...(recovery && { detail: { with: 'recovery code' } }),
        }),
      )
      if (!opened.ok) return sendProblem(reply, opened.error)
      setSessionCookie(reply, opened.value, config)
      return { ok: true as const }
    },
  )

  app.delete(
    '/session',
    { config: { scope: 'session' }, schema: { tags: ['session'], response: { 200: made } } },
    async (request, reply) => {
      const { id, accountId, accountName: actor } = sessionOf(request)
      await database.inTransaction(async (work) => {
        await closeSession(work, { id, accountId })
        await recordAudit(work, { chain: 'instance', at: clock(), actor, action: 'session.close', target: accountId })
      })
      clearSessionCookie(reply)
      return { ok: true as const }
    },
  )

  app.post(
    '/setup',
    {
      config: { access: 'open', rateLimit: strictRate(config) },
      schema: { tags: ['session'], body: setupRequest, response: { 200: made } },
    },
    async (request, reply) => {
      const now = clock()
      const account = await redeemSetupToken(database, request.body, now, (work, { id, name }) =>
        recordAudit(work, {
          chain: 'instance',
          at: now,
          actor: name,
          action: 'account.create',
          target: id,
          detail: { role: 'admin' },
        }),
      )
      if (!account.ok) return sendProblem(reply, account.error)
      const token = await openSession(database, account.value.id, now, originOf(request))
      if (token) setSessionCookie(reply, token, config)
      return { ok: true as const }
    },
  )
}

function stateOf(session: Session | null, setupNeeded: boolean, version: string) {
  return {
    account: session && { id: session.accountId, name: session.accountName },
    workspace: session && { id: session.workspaceId, name: session.workspaceName },
    role: session?.role ?? null,
    runsInstance: session?.runsInstance ?? false,
    setupNeeded,
    version,
  }
}

const nowhere = problem('not-allowed', 'this account belongs to no workspace: ask an administrator')

/** Said before the password is looked at: it tells nothing about it. */
export const noPasswords = problem(
  'local-sign-in-off',
  'passwords are switched off here: sign in with the identity provider',
)
