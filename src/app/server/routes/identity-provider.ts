import type { FastifyRequest } from 'fastify'
import { type IdentityProviderChange, identityProviderChange, identityProviderState } from '#contract/identity-provider'
import { removed } from '#contract/people'
import { err, type Instant, ok, type Problem, problem } from '#core/kernel'
import { clientSecret, isLinked, readGroupRoles, readProvider, removeProvider, writeProvider } from '#platform/auth'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { SignInProvider } from '../sign-in-provider.ts'
import { redirectUriOf } from './provider-sign-in.ts'

const tags = ['identity provider']
const config = { access: 'instance', scope: 'session' } as const
const path = '/instance/identity-provider'

/** The organisation's identity provider, configured by who runs the instance. What does not answer is not saved. */
export function identityProviderRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, secrets } = parts
  const state = async (request: FastifyRequest) => {
    const provider = await readProvider(database.instance)
    const groups = await readGroupRoles(database.instance)
    return { provider: provider ? { ...provider, groups } : null, redirectUri: redirectUriOf(request, parts.config) }
  }

  app.get(path, { config, schema: { tags, response: { 200: identityProviderState } } }, (request) => state(request))

  app.put(
    path,
    { config, schema: { tags, body: identityProviderChange, response: { 200: identityProviderState } } },
    async (request, reply) => {
      const { accountId, accountName: actor } = sessionOf(request)
      const change = request.body
      const refused = await refusalOf(change, accountId, request)
      if (refused) return sendProblem(reply, refused)
      const { clientSecret: secret, ...shown } = change
      const done = await audited(
        parts,
        async (work, now) => ok(await writeProvider(work, secrets, change, now)),
        () => ({
          chain: 'instance',
          actor,
          action: 'identity-provider.set',
          target: change.issuer,
          detail: { ...shown, secret: secret === undefined ? 'kept' : secret === null ? 'removed' : 'replaced' },
        }),
      )
      return done.ok ? state(request) : sendProblem(reply, done.error)
    },
  )

  app.delete(path, { config, schema: { tags, response: { 200: removed } } }, async (request, reply) => {
    const { accountName: actor } = sessionOf(request)
    const done = await audited(
      parts,
      async (work) => ((await removeProvider(work)) ? ok(undefined) : err(noProvider)),
      () => ({ chain: 'instance', actor, action: 'identity-provider.remove', target: 'instance' }),
    )
    return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
  })

  /** A provider is asked once before it is saved; passwords are switched off only by who has signed in without one. */
  async function refusalOf(
    change: IdentityProviderChange,
    accountId: string,
    request: FastifyRequest,
  ): Promise<Problem | undefined> {
    if (!change.localSignIn && !(await isLinked(database.instance, change.issuer, accountId))) return linkFirst
    const kept = await clientSecret(database.instance, secrets)
    // One that can no longer be read is replaced here.
    if (!kept.ok && change.clientSecret === undefined) return kept.error
    const secret = change.clientSecret === undefined && kept.ok ? kept.value : (change.clientSecret ?? undefined)
    const asked = { ...change, hasSecret: secret !== undefined, updatedAt: parts.clock() as Instant }
    const begun = await new SignInProvider(parts).clientOf(asked, secret).begin(redirectUriOf(request, parts.config))
    return begun.ok ? undefined : begun.error
  }
}

const noProvider = problem('not-found', 'no identity provider is configured')
const linkFirst = problem(
  'link-first',
  'link your own account to this provider first: otherwise nobody could be sure to get in without passwords',
)
