import { joined, joinRequest, linkQuestion, openLink, resetRequest } from '#contract/people'
import { problem } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import { openSession, readLink, readProvider, redeemInvitation, redeemReset } from '#platform/auth'
import { sendProblem } from '../problems.ts'
import type { RouteApp, RouteParts } from '../route-app.ts'
import { strictRate } from '../security.ts'
import { originOf, setSessionCookie } from '../sessions.ts'
import { noPasswords } from './session.ts'

const tags = ['session']
/** The pages behind one-time links: joining a workspace, and a new password. Nobody is signed in here yet. */
export function joinRoutes(app: RouteApp, { database, clock, config: server }: RouteParts): void {
  const config = { access: 'open', rateLimit: strictRate(server) } as const
  const isPasswordless = async () => (await readProvider(database.instance))?.localSignIn === false

  app.post(
    '/links/read',
    { config, schema: { tags, body: linkQuestion, response: { 200: openLink } } },
    async (request, reply) => {
      const link = await readLink(database.instance, request.body.token, clock())
      return link ?? sendProblem(reply, invalid)
    },
  )

  app.post(
    '/links/join',
    { config, schema: { tags, body: joinRequest, response: { 200: joined } } },
    async (request, reply) => {
      const at = clock()
      if (await isPasswordless()) return sendProblem(reply, noPasswords)
      const attempt = { ...request.body, address: request.ip }
      const done = await redeemInvitation(database, attempt, at, (work, { id, name }, { workspaceId }) =>
        recordAudit(work, { chain: workspaceId, at, actor: name, action: 'person.join', target: id }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      // An account that was there may have a second factor: it signs in.
      if (!done.value.isNew) return { signedIn: false }
      const token = await openSession(database, done.value.account.id, at, originOf(request))
      if (token) setSessionCookie(reply, token, server)
      return { signedIn: token !== undefined }
    },
  )

  app.post(
    '/links/reset',
    { config, schema: { tags, body: resetRequest, response: { 200: joined } } },
    async (request, reply) => {
      const at = clock()
      if (await isPasswordless()) return sendProblem(reply, noPasswords)
      const done = await redeemReset(database, request.body, at, (work, { id, name }) =>
        recordAudit(work, { chain: 'instance', at, actor: name, action: 'account.reset', target: id }),
      )
      return done.ok ? { signedIn: false } : sendProblem(reply, done.error)
    },
  )
}

const invalid = problem('link-invalid', 'this link was used, taken back or has expired: ask who sent it for a new one')
