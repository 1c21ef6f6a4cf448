import { z } from 'zod'
import { removed } from '#contract/people'
import { codeRequest, enrolment, recoveryCodes, secondFactor } from '#contract/second-factor'
import { err, ok, problem, type Result } from '#core/kernel'
import {
  beginSecondFactor,
  closeSessions,
  confirmSecondFactor,
  findMember,
  mayTakeOver,
  removeSecondFactor,
  renewToken,
  type Session,
  secondFactorState,
  throttled,
  useSecondFactor,
} from '#platform/auth'
import { audited } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { strictRate } from '../security.ts'
import { setSessionCookie } from '../sessions.ts'

const tags = ['account']
const scope = 'session' as const
const byId = z.object({ id: z.uuid() })

/** The second factor: setting it up, turning it off, and taking it from somebody who lost it. */
export function secondFactorRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, config, secrets } = parts
  const rateLimit = strictRate(config)
  const entryOf = ({ accountId, accountName }: Session, action: string) => ({
    chain: 'instance',
    actor: accountName,
    action,
    target: accountId,
  })

  app.get(
    '/account/second-factor',
    { config: { scope }, schema: { tags, response: { 200: secondFactor } } },
    (request) => secondFactorState(database.instance, sessionOf(request).accountId),
  )

  app.post(
    '/account/second-factor',
    { config: { scope, rateLimit }, schema: { tags, response: { 201: enrolment } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const account = { id: session.accountId, name: session.accountName }
      const done = await audited(
        parts,
        (work, now) => beginSecondFactor(work, secrets, account, now),
        () => entryOf(session, 'second-factor.begin'),
      )
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/account/second-factor/confirmation',
    { config: { scope, rateLimit }, schema: { tags, body: codeRequest, response: { 200: recoveryCodes } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { code } = request.body
      const done = await prove(session, request.ip, () =>
        audited(
          parts,
          async (work, now) => {
            const codes = await confirmSecondFactor(work, secrets, session.accountId, code, now)
            if (!codes.ok) return codes
            await closeSessions(work, session.accountId, session.id)
            return ok({ codes: codes.value, token: await renewToken(work, session.id, now) })
          },
          () => entryOf(session, 'second-factor.on'),
        ),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      setSessionCookie(reply, done.value.token, config)
      return { codes: done.value.codes }
    },
  )

  app.post(
    '/account/second-factor/removal',
    { config: { scope, rateLimit }, schema: { tags, body: codeRequest, response: { 200: removed } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { accountId } = session
      const done = await prove(session, request.ip, () =>
        audited(
          parts,
          async (work, now) => {
            const used = await useSecondFactor(work, secrets, accountId, request.body.code, now)
            if (!used.ok) return used
            await removeSecondFactor(work, accountId)
            return used
          },
          (detail) => ({ ...entryOf(session, 'second-factor.off'), detail }),
        ),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/people/:id/second-factor',
    { config: { access: 'owner' }, schema: { tags: ['people'], params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const by = sessionOf(request)
      const { id } = request.params
      const done = await audited(
        parts,
        async (work) => {
          const person = await findMember(work, by.workspaceId, id)
          if (!person) return err(noSuchPerson)
          if (!(await mayTakeOver(work, by, id))) return err(outOfReach)
          return (await removeSecondFactor(work, id)) ? ok(person) : err(noFactor)
        },
        ({ name }) => ({ ...entryOf(by, 'second-factor.take'), chain: by.workspaceId, target: id, detail: { name } }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  function prove<T>(session: Session, address: string, check: () => Promise<Result<T>>): Promise<Result<T>> {
    return throttled(database, { name: session.accountName, address }, clock(), check)
  }
}

const noSuchPerson = problem('not-found', 'there is no such person in this workspace')
const noFactor = problem('not-found', 'this person has no second factor')
const outOfReach = problem(
  'not-allowed',
  'this person has a higher role than you here or in another workspace: ask who runs the instance',
)
