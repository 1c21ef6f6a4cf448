import { z } from 'zod'
import { caseTimes } from '#assurance/incidents'
import {
  caseExportQuery,
  casePlaybooks,
  caseTimeList,
  obligationCalendar,
  obligationList,
  obligationRequest,
  obligationSaid,
  playbookList,
  playbookRequest,
  playbookRun,
  playbookStarted,
  playbookVersions,
  playbookWritten,
  runningDutyList,
  stepRequest,
  stepTicked,
} from '#contract/case-work'
import { exportOf, obligationsFor, runningDuties, sayOfObligation, setCalendar } from '#flows/assurance-obligations'
import { listPlaybooks, playbooksFor, runPlaybook, tick, versionsOf, writePlaybook } from '#flows/assurance-playbooks'
import { listCases } from '#flows/examine-case'
import { recordAudit } from '#platform/audit'
import type { Session } from '#platform/auth'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { acting, readerOf } from './assurance-cases.ts'

const tags = ['assurance']
const byId = z.object({ id: z.uuid() })
const byPlaybook = z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/) })
const config = { access: 'analyst' } as const
const owner = { access: 'owner' } as const

/** What is done within a case by a plan: playbooks, duties to report, exports; and how long cases take. */
export function caseWorkRoutes(app: RouteApp, parts: RouteParts): void {
  timeRoutes(app, parts)
  playbookRoutes(app, parts)
  runRoutes(app, parts)
  obligationRoutes(app, parts)
}

function audits({ clock }: RouteParts, { workspaceId: chain, accountName: actor }: Session) {
  return (action: string, target: string) => (work: Parameters<typeof recordAudit>[0], detail: object) =>
    recordAudit(work, { chain, at: clock(), actor, action, target, detail: { ...detail } })
}

function timeRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/cases/times', { schema: { tags, response: { 200: caseTimeList } } }, async (request) => {
    const session = sessionOf(request)
    const cases = await listCases(parts, session.workspaceId, readerOf(session))
    return {
      times: caseTimes(
        cases.filter(({ readable }) => readable),
        parts.clock(),
      ),
    }
  })
}

function playbookRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/playbooks', { schema: { tags, response: { 200: playbookList } } }, async (request) => ({
    playbooks: await listPlaybooks(parts, sessionOf(request).workspaceId),
  }))

  app.get(
    '/playbooks/:id',
    { schema: { tags, params: byPlaybook, response: { 200: playbookVersions } } },
    async (request, reply) => {
      const versions = await versionsOf(parts, sessionOf(request).workspaceId, request.params.id)
      return versions ? { versions } : sendProblem(reply, noPlaybook)
    },
  )

  app.put(
    '/playbooks',
    { config, schema: { tags, body: playbookRequest, response: { 200: playbookWritten } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id, body, because } = request.body
      const given = { id, body, ...(because && { because }) }
      const done = await writePlaybook(parts, acting(session), given, (work, { version }) =>
        audits(parts, session)('playbook.write', id)(work, { version, because: because?.caseId ?? null }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}

function runRoutes(app: RouteApp, parts: RouteParts): void {
  app.get(
    '/cases/:id/playbooks',
    { schema: { tags, params: byId, response: { 200: casePlaybooks } } },
    async (request, reply) => {
      const found = await playbooksFor(parts, acting(sessionOf(request)), request.params.id)
      return found.ok ? found.value : sendProblem(reply, found.error)
    },
  )

  app.post(
    '/cases/:id/playbooks',
    { config, schema: { tags, params: byId, body: playbookRun, response: { 201: playbookStarted } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { playbook } = request.body
      const audit = audits(parts, session)('case.playbook', id)
      const done = await runPlaybook(parts, acting(session), id, playbook, audit)
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )

  app.put(
    '/cases/:id/steps',
    { config, schema: { tags, params: byId, body: stepRequest, response: { 200: stepTicked } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id: caseId } = request.params
      const { playbook: playbookId, ...step } = request.body
      const done = await tick(parts, acting(session), { caseId, playbookId, ...step }, (work) =>
        audits(parts, session)('case.step', caseId)(work, { playbookId, position: step.position, done: step.done }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}

function obligationRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/obligations', { schema: { tags, response: { 200: runningDutyList } } }, async (request) => ({
    duties: await runningDuties(parts, acting(sessionOf(request))),
  }))

  app.get(
    '/cases/:id/obligations',
    { schema: { tags, params: byId, response: { 200: obligationList } } },
    async (request, reply) => {
      const found = await obligationsFor(parts, acting(sessionOf(request)), request.params.id)
      if (!found.ok) return sendProblem(reply, found.error)
      const { obligations, calendar } = found.value
      return { obligations, calendar: { timeZone: calendar.timeZone, holidays: [...calendar.holidays] } }
    },
  )

  app.put(
    '/cases/:id/obligations',
    { config, schema: { tags, params: byId, body: obligationRequest, response: { 200: obligationSaid } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const done = await sayOfObligation(parts, acting(session), id, request.body, (work, said) =>
        audits(parts, session)('case.obligation', id)(work, said),
      )
      return done.ok ? { ruleId: done.value.ruleId, state: done.value.state } : sendProblem(reply, done.error)
    },
  )

  app.put(
    '/obligation-calendar',
    { config: owner, schema: { tags, body: obligationCalendar, response: { 200: obligationCalendar } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const audit = audits(parts, session)('obligation-calendar.set', 'obligation-calendar')
      const done = await setCalendar(parts, acting(session), request.body, audit)
      return done.ok ? request.body : sendProblem(reply, done.error)
    },
  )

  app.get(
    '/cases/:id/export',
    { schema: { tags, params: byId, querystring: caseExportQuery } },
    async (request, reply) => {
      const done = await exportOf(parts, acting(sessionOf(request)), request.params.id, request.query.as)
      if (!done.ok) return sendProblem(reply, done.error)
      const { name, type, text } = done.value
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .serializer(String)
        .send(text)
    },
  )
}

const noPlaybook = { code: 'not-found', message: 'there is no such playbook in this workspace' }
