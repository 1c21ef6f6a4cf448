import { Readable } from 'node:stream'
import { z } from 'zod'
import { issueReportLink, listReportLinks, revokeReportLink } from '#assurance/incidents/store'
import {
  answerRequest,
  caseWords,
  mailQuery,
  mailTaken,
  reported,
  reportLinkList,
  reportLinkRequest,
  reportLinkRevoked,
  reportOpen,
  reportQuestion,
  reportRequest,
  reportStatus,
  reportStatusQuestion,
  reportWordRequest,
} from '#contract/assurance-reports'
import { issuedLink } from '#contract/people'
import { err, ok, problem } from '#core/kernel'
import { isOpenLink, reportByLink, reportByMail } from '#flows/assurance-reports'
import { addByCode, answerReporter, reportOfCode } from '#flows/reporter-words'
import { MAX_MAIL_BYTES } from '#intake/messages'
import { recordAudit } from '#platform/audit'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { strictRate } from '../security.ts'
import { received } from '../uploads.ts'
import { acting } from './assurance-cases.ts'

const tags = ['assurance']
const byId = z.object({ id: z.uuid() })
const config = { access: 'analyst' } as const

/** Reports of people without an account, the links that let them, and reports that come by mail. */
export function reportRoutes(app: RouteApp, parts: RouteParts): void {
  linkRoutes(app, parts)
  openRoutes(app, parts)
  wordRoutes(app, parts)
  mailRoutes(app, parts)
}

function linkRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/report-links', { config, schema: { tags, response: { 200: reportLinkList } } }, async (request) => {
    const { workspaceId } = sessionOf(request)
    return { links: await parts.database.inWorkspace(workspaceId, (work) => listReportLinks(work, workspaceId)) }
  })

  app.post(
    '/report-links',
    { config, schema: { tags, body: reportLinkRequest, response: { 201: issuedLink } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { label } = request.body
      const made = await auditedInWorkspace(
        parts,
        workspaceId,
        (work, now) => issueReportLink(work, workspaceId, request.body, { by, now }),
        ({ id, expiresAt }) => ({
          ...{ chain: workspaceId, actor: by, action: 'report-link.make', target: id },
          detail: { label, expiresAt },
        }),
      )
      if (!made.ok) return sendProblem(reply, made.error)
      const { id, token, expiresAt } = made.value
      return reply.code(201).send({ id, path: `/report#${token}`, expiresAt })
    },
  )

  app.delete(
    '/report-links/:id',
    { config, schema: { tags, params: byId, response: { 200: reportLinkRevoked } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id: target } = request.params
      const done = await auditedInWorkspace(
        parts,
        workspaceId,
        async (work, now) => {
          const label = await revokeReportLink(work, workspaceId, target, now)
          return label === undefined
            ? err(problem('not-found', 'there is no such link, or it was taken back'))
            : ok(label)
        },
        (label) => ({ chain: workspaceId, actor, action: 'report-link.revoke', target, detail: { label } }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )
}

/** Nobody is signed in here: a link is all they have, and all they learn is that it works. */
function openRoutes(app: RouteApp, parts: RouteParts): void {
  const open = { access: 'open', rateLimit: strictRate(parts.config) } as const

  app.post(
    '/reports/read',
    { config: open, schema: { tags, body: reportQuestion, response: { 200: reportOpen } } },
    async (request, reply) =>
      (await isOpenLink(parts, request.body.token)) ? { open: true as const } : sendProblem(reply, invalid),
  )

  app.post(
    '/reports',
    { config: open, schema: { tags, body: reportRequest, response: { 201: reported } } },
    async (request, reply) => {
      const done = await reportByLink(parts, request.body, (work, { id, workspaceId, by }) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: parts.clock(), actor: by, action: 'case.open', target: id },
          detail: { kind: request.body.kind, confidential: request.body.confidential },
        }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      const { workspaceId, reference, code } = done.value
      parts.jobs.changed(workspaceId, 'assurance')
      return reply.code(201).send({ reference, code })
    },
  )
}

/** Whoever reported by a link comes back with the code they were told, and nothing else. */
function wordRoutes(app: RouteApp, parts: RouteParts): void {
  const open = { access: 'open', rateLimit: strictRate(parts.config) } as const

  app.post(
    '/reports/status',
    { config: open, schema: { tags, body: reportStatusQuestion, response: { 200: reportStatus } } },
    async (request, reply) => {
      const found = await reportOfCode(parts, request.body.code)
      return found.ok ? found.value : sendProblem(reply, found.error)
    },
  )

  app.post(
    '/reports/words',
    { config: open, schema: { tags, body: reportWordRequest, response: { 201: reportStatus } } },
    async (request, reply) => {
      const done = await addByCode(parts, request.body, (work, { workspaceId: chain, caseId: target }) =>
        recordAudit(work, { chain, at: parts.clock(), actor: 'whoever reported it', action: 'case.word', target }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      const { workspaceId, ...status } = done.value
      parts.jobs.changed(workspaceId, 'assurance')
      return reply.code(201).send(status)
    },
  )

  app.post(
    '/cases/:id/words',
    { config, schema: { tags, params: byId, body: answerRequest, response: { 201: caseWords } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const answer = { caseId: request.params.id, words: request.body.words }
      const done = await answerReporter(parts, acting(sessionOf(request)), answer, (work, { caseId: target }) =>
        recordAudit(work, { chain: workspaceId, at: parts.clock(), actor, action: 'case.word', target }),
      )
      return done.ok ? reply.code(201).send({ words: done.value }) : sendProblem(reply, done.error)
    },
  )
}

function mailRoutes(app: RouteApp, parts: RouteParts): void {
  app.post(
    '/cases/mail',
    {
      config: { access: 'analyst', scope: 'import' },
      bodyLimit: MAX_MAIL_BYTES,
      schema: { tags, querystring: mailQuery, response: { 200: mailTaken } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      if (!(request.body instanceof Readable)) return sendProblem(reply, sendTheFile)
      const bytes = await received(request.body, 'mail.eml', parts.config.uploads, MAX_MAIL_BYTES)
      if (!bytes.ok) return sendProblem(reply, bytes.error)
      const mail = { workspaceId, by, bytes: bytes.value, ...request.query }
      const taken = await reportByMail(parts, mail, (work, { id }) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: parts.clock(), actor: by, action: 'case.open', target: id },
          detail: { kind: request.query.kind, from: 'mail' },
        }),
      )
      if (!taken.ok) return sendProblem(reply, taken.error)
      const { outcome, ...rest } = taken.value
      return { ...rest, dropped: outcome.dropped }
    },
  )
}

const sendTheFile = problem('bad-request', 'send the mail itself as application/octet-stream')
const invalid = problem('link-invalid', 'this link does not open the form: ask whoever gave it to you for a new one')
