import { z } from 'zod'
import { readCases } from '#assurance/incidents/store'
import {
  barrierRequest,
  barrierSaid,
  caseChangeMade,
  caseChangeRequest,
  caseClosed,
  caseDetail,
  caseList,
  caseOpened,
  caseRequest,
} from '#contract/assurance-cases'
import { changeBecauseOf, close, examineCase, reportCase, sayOfBarrier } from '#flows/assurance-cases'
import { recordAudit } from '#platform/audit'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byId = z.object({ id: z.uuid() })
const config = { access: 'analyst' } as const
const owner = { access: 'owner' } as const
const MOST_CASES = 500

/** Incidents, near misses, hazards and exercises: reported, examined, and closed once the proof is there. */
export function caseRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock } = parts
  const acting = (session: { workspaceId: string; accountName: string }) => ({
    workspaceId: session.workspaceId,
    by: session.accountName,
  })
  const audit =
    (session: { workspaceId: string; accountName: string }, action: string, target: string) =>
    (work: Parameters<typeof recordAudit>[0], detail: object) =>
      recordAudit(work, {
        ...{ chain: session.workspaceId, at: clock(), actor: session.accountName, action, target },
        detail: { ...detail },
      })

  app.get('/cases', { schema: { tags, response: { 200: caseList } } }, async (request) => ({
    cases: await database.inWorkspace(sessionOf(request).workspaceId, (work) => readCases(work, MOST_CASES)),
  }))

  app.get('/cases/:id', { schema: { tags, params: byId, response: { 200: caseDetail } } }, async (request, reply) => {
    const found = await examineCase(parts, sessionOf(request).workspaceId, request.params.id)
    return found ?? sendProblem(reply, noSuchCase)
  })

  app.post(
    '/cases',
    { config, schema: { tags, body: caseRequest, response: { 201: caseOpened } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const told = request.body
      const opened = await reportCase(parts, acting(session), told, (work, { id, reopened }) =>
        audit(session, 'case.open', id)(work, { kind: told.kind, title: told.title, reopened }),
      )
      return opened.ok ? reply.code(201).send(opened.value) : sendProblem(reply, opened.error)
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
      const { control: controlId, ...change } = request.body
      const made = await changeBecauseOf(parts, acting(session), id, { controlId, ...change }, (work, done) =>
        audit(session, 'case.change', id)(work, { ...done, controlId, ...change }),
      )
      return made.ok ? reply.code(201).send(made.value) : sendProblem(reply, made.error)
    },
  )

  app.post(
    '/cases/:id/close',
    { config: owner, schema: { tags, params: byId, response: { 200: caseClosed } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const done = await close(parts, acting(session), id, audit(session, 'case.close', id))
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}

const noSuchCase = { code: 'not-found', message: 'there is no such case in this workspace' }
