import { z } from 'zod'
import {
  addComment,
  type Commenter,
  commentsOf,
  deleteComment,
  editComment,
  seeMentions,
  unseenMentions,
} from '#action/work/store'
import {
  commentChanged,
  commentEdited,
  commentList,
  commentMade,
  commentRequest,
  mentionList,
  mentionsSeen,
} from '#contract/comments'
import { mayActAs, type Session } from '#platform/auth'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const byUuid = z.object({ id: z.uuid() })
const tags = ['comments']
const access = 'analyst' as const

/** What people say about findings, and to whom. The audit trail says that somebody did, not what. */
export function commentRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, jobs, clock } = parts
  const commenter = ({ workspaceId, accountName: by }: Session): Commenter => ({ workspaceId, by, now: clock() })

  app.get('/findings/:id/comments', { schema: { tags, params: byId, response: { 200: commentList } } }, (request) =>
    database.inWorkspace(sessionOf(request).workspaceId, async (work) => ({
      comments: await commentsOf(work, request.params.id),
    })),
  )

  app.post(
    '/findings/:id/comments',
    { config: { access }, schema: { tags, params: byId, body: commentRequest, response: { 201: commentMade } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const made = await auditedInWorkspace(
        parts,
        session.workspaceId,
        (work) => addComment(work, commenter(session), id, request.body.body),
        (comment) => entry(session, 'finding.comment', id, { comment: comment.id }),
      )
      if (!made.ok) return sendProblem(reply, made.error)
      jobs.changed(session.workspaceId, 'findings')
      return reply.code(201).send(made.value)
    },
  )

  app.patch(
    '/comments/:id',
    { config: { access }, schema: { tags, params: byUuid, body: commentRequest, response: { 200: commentEdited } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const done = await auditedInWorkspace(
        parts,
        session.workspaceId,
        (work) => editComment(work, commenter(session), id, request.body.body),
        ({ finding }) => entry(session, 'finding.comment-edit', finding, { comment: id }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(session.workspaceId, 'findings')
      return { ok: true as const, unknown: done.value.unknown }
    },
  )

  app.delete(
    '/comments/:id',
    { config: { access }, schema: { tags, params: byUuid, response: { 200: commentChanged } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const anybodys = mayActAs(session.role, 'owner')
      const done = await auditedInWorkspace(
        parts,
        session.workspaceId,
        (work) => deleteComment(work, commenter(session), id, { anybodys }),
        ({ finding }) => entry(session, 'finding.comment-delete', finding, { comment: id }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(session.workspaceId, 'findings')
      return { ok: true as const }
    },
  )

  app.get('/mentions', { schema: { tags, response: { 200: mentionList } } }, (request) => {
    const { workspaceId, accountName } = sessionOf(request)
    return database.inWorkspace(workspaceId, async (work) => ({ mentions: await unseenMentions(work, accountName) }))
  })

  // Seeing changes nothing that anybody else sees: it has no place in the audit trail.
  app.post(
    '/findings/:id/comments/seen',
    { config: { scope: 'read' }, schema: { tags, params: byId, response: { 200: mentionsSeen } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const seen = await database.inWorkspace(session.workspaceId, (work) =>
        seeMentions(work, commenter(session), request.params.id),
      )
      return seen.ok ? { seen: seen.value } : sendProblem(reply, seen.error)
    },
  )
}

function entry(session: Session, action: string, target: string, detail: Record<string, unknown>) {
  return { chain: session.workspaceId, actor: session.accountName, action, target, detail }
}
