import { z } from 'zod'
import { latestResults } from '#assurance/incidents/store'
import {
  barrierRequest,
  barrierSaid,
  caseChangeCompletion,
  caseChangeMade,
  caseChangeRequest,
  caseChangeWithdrawal,
  caseClosed,
  caseDescribed,
  caseDescription,
  caseDetail,
  caseList,
  caseOpened,
  caseReopening,
  caseRequest,
  frozen,
  linked,
  linkRequest,
  momentRequest,
  momentSaid,
  regressionCases,
  regressionQuery,
} from '#contract/assurance-cases'
import { describe, freezeFor, linkCase, reportCase, sayOfBarrier, sayWhen } from '#flows/assurance-cases'
import { changeBecauseOf, completeChangeOf, withdrawChangeOf } from '#flows/case-changes'
import { close, NotProven } from '#flows/close-case'
import { examineCase, listCases } from '#flows/examine-case'
import { reopen } from '#flows/reopen-case'
import { recordAudit } from '#platform/audit'
import { mayActAs, type Session } from '#platform/auth'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byId = z.object({ id: z.uuid() })
/** An id, or the beginning of one as a reporter is told it. */
const byName = z.object({ id: z.string().max(80) })
const MOST_RESULTS = 500
const config = { access: 'analyst' } as const
const owner = { access: 'owner' } as const
/** Whoever has a link may report: so may everybody who is signed in. */
const reporter = { access: 'viewer' } as const
const noPattern = { code: 'not-allowed', message: 'naming a pattern needs the role "analyst": report it without one' }

/** Incidents, near misses, hazards and exercises: reported, examined, and closed once the proof is there. */
export function caseRoutes(app: RouteApp, parts: RouteParts): void {
  const { clock } = parts
  const audit =
    (session: { workspaceId: string; accountName: string }, action: string, target: string) =>
    (work: Parameters<typeof recordAudit>[0], detail: object) =>
      recordAudit(work, {
        ...{ chain: session.workspaceId, at: clock(), actor: session.accountName, action, target },
        detail: { ...detail },
      })

  app.get('/cases', { schema: { tags, response: { 200: caseList } } }, async (request) => ({
    cases: await listCases(parts, sessionOf(request).workspaceId, readerOf(sessionOf(request))),
  }))

  app.get('/cases/:id', { schema: { tags, params: byName, response: { 200: caseDetail } } }, async (request, reply) => {
    const session = sessionOf(request)
    const found = await examineCase(parts, session.workspaceId, request.params.id, readerOf(session))
    return found ?? sendProblem(reply, noSuchCase)
  })

  app.post(
    '/cases',
    { config: reporter, schema: { tags, body: caseRequest, response: { 201: caseOpened } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const told = request.body
      // A pattern opens closed cases again: that is for people who work on them.
      if (told.pattern != null && !mayActAs(session.role, 'analyst')) return sendProblem(reply, noPattern)
      const opened = await reportCase(parts, acting(session), told, (work, { id, reopened }) =>
        audit(session, 'case.open', id)(work, { kind: told.kind, title: sayable(told), reopened }),
      )
      return opened.ok ? reply.code(201).send(opened.value) : sendProblem(reply, opened.error)
    },
  )

  app.patch(
    '/cases/:id',
    { config, schema: { tags, params: byId, body: caseDescription, response: { 200: caseDescribed } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const said = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined))
      const done = await describe(parts, acting(session), id, said, (work, { reopened, changed }) =>
        audit(session, 'case.describe', id)(work, { what: changed, reopened }),
      )
      return done.ok ? { ok: true as const, reopened: done.value.reopened } : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/cases/:id/moments',
    { config, schema: { tags, params: byId, body: momentRequest, response: { 201: momentSaid } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const said = await sayWhen(parts, acting(session), id, request.body, (work, made) =>
        audit(session, 'case.moment', id)(work, { ...made, step: request.body.step }),
      )
      return said.ok ? reply.code(201).send(said.value) : sendProblem(reply, said.error)
    },
  )

  app.put(
    '/cases/:id/links',
    { config, schema: { tags, params: byId, body: linkRequest, response: { 200: linked } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { kind, target } = request.body
      const made = await linkCase(parts, acting(session), id, request.body, (work) =>
        audit(session, 'case.link', id)(work, { kind, target }),
      )
      return made.ok ? made.value : sendProblem(reply, made.error)
    },
  )

  app.post(
    '/cases/:id/freeze',
    { config, schema: { tags, params: byId, response: { 200: frozen } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const done = await freezeFor(parts, acting(session), id, audit(session, 'case.freeze', id))
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.put(
    '/cases/:id/barriers',
    { config, schema: { tags, params: byId, body: barrierRequest, response: { 200: barrierSaid } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { control: controlId, outcome, note } = request.body
      const barrier = { controlId, outcome, note }
      const said = await sayOfBarrier(parts, acting(session), id, barrier, audit(session, 'case.barrier', id))
      return said.ok ? said.value : sendProblem(reply, said.error)
    },
  )

  app.post(
    '/cases/:id/changes',
    { config, schema: { tags, params: byId, body: caseChangeRequest, response: { 201: caseChangeMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      // An exception stands in place of proof: that is for whoever may close the case.
      if (request.body.kind === 'exception' && !mayActAs(session.role, 'owner')) return sendProblem(reply, ownersExcept)
      const { control: controlId, madeAt = clock(), ...rest } = request.body
      const change = { ...rest, madeAt }
      const made = await changeBecauseOf(
        parts,
        acting(session),
        id,
        { controlId, playbook: null, ...change },
        (work, done) =>
          audit(session, 'case.change', id)(work, { ...done, controlId, kind: change.kind, madeAt: change.madeAt }),
      )
      return made.ok ? reply.code(201).send(made.value) : sendProblem(reply, made.error)
    },
  )

  app.patch(
    '/case-changes/:id',
    { config, schema: { tags, params: byId, body: caseChangeCompletion, response: { 200: caseChangeMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const said = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined))
      const done = await completeChangeOf(parts, acting(session), id, said, (work, { caseId }) =>
        audit(session, 'case.change', caseId)(work, { id, ...said }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/case-changes/:id/withdraw',
    { config, schema: { tags, params: byId, body: caseChangeWithdrawal, response: { 200: caseChangeMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { why } = request.body
      const done = await withdrawChangeOf(parts, acting(session), id, why, (work, { caseId }) =>
        audit(session, 'case.withdraw', caseId)(work, { id }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.get(
    '/regression-cases',
    { schema: { tags, querystring: regressionQuery, response: { 200: regressionCases } } },
    async (request) => ({
      cases: await parts.database.inWorkspace(sessionOf(request).workspaceId, (work) =>
        latestResults(work, request.query.control, MOST_RESULTS),
      ),
    }),
  )

  app.post(
    '/cases/:id/close',
    { config: owner, schema: { tags, params: byId, response: { 200: caseClosed } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const done = await close(parts, acting(session), id, audit(session, 'case.close', id))
      if (done.ok) return done.value
      const { cause } = done.error
      return sendProblem(
        reply,
        done.error,
        undefined,
        cause instanceof NotProven ? { missing: [...cause.missing] } : {},
      )
    },
  )

  app.post(
    '/cases/:id/reopen',
    { config: owner, schema: { tags, params: byId, body: caseReopening, response: { 200: caseChangeMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { why } = request.body
      const done = await reopen(parts, acting(session), id, why, audit(session, 'case.reopen', id))
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}

/** Who looks: owners read confidential cases, too. */
export function readerOf({ accountName: name, role }: Session) {
  return { name, readsAll: mayActAs(role, 'owner') }
}

/** Who acts. */
export function acting({ workspaceId, accountName: by, role }: Session) {
  return { workspaceId, by, readsAll: mayActAs(role, 'owner') }
}

/** The audit trail is read by more people than a confidential case. */
function sayable({ title, confidential }: { title: string; confidential: boolean }): string {
  return confidential ? 'confidential' : title
}

const ownersExcept = { code: 'not-allowed', message: 'an exception needs the role "owner"' }
const noSuchCase = { code: 'not-found', message: 'there is no such case in this workspace' }
