import { z } from 'zod'
import { job } from '#contract'
import { importPreview, importPreviewPage, previewChangePage, previewChangeQuery } from '#contract/import-previews'
import { removed } from '#contract/people'
import { listPreviewChanges, listPreviews, readPreview } from '#views/import-previews'
import { commit, discard, noSuchPreview, renew } from '../previews.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const params = z.object({ id: z.uuid() })
const tags = ['imports']
const config = { access: 'analyst', scope: 'import' } as const

/** What imports would do: looked at, committed without a second upload, or discarded. */
export function importPreviewRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock } = parts

  app.get('/import-previews', { schema: { tags, response: { 200: importPreviewPage } } }, (request) =>
    listPreviews(database, sessionOf(request).workspaceId, clock()),
  )

  app.get(
    '/import-previews/:id',
    { schema: { tags, params, response: { 200: importPreview } } },
    async (request, reply) => {
      const found = await readPreview(database, sessionOf(request).workspaceId, request.params.id, clock())
      return found ?? sendProblem(reply, noSuchPreview)
    },
  )

  app.get(
    '/import-previews/:id/changes',
    { schema: { tags, params, querystring: previewChangeQuery, response: { 200: previewChangePage } } },
    async (request, reply) => {
      const { workspaceId } = sessionOf(request)
      const { id } = request.params
      if (!(await readPreview(database, workspaceId, id, clock()))) return sendProblem(reply, noSuchPreview)
      return listPreviewChanges(database, workspaceId, id, request.query)
    },
  )

  app.post(
    '/import-previews/:id/commit',
    { config, schema: { tags, params, response: { 202: job } } },
    async (request, reply) => {
      const { workspaceId, accountName } = sessionOf(request)
      const started = await commit(parts, workspaceId, request.params.id, accountName)
      return started.ok ? reply.code(202).send(started.value) : sendProblem(reply, started.error)
    },
  )

  app.post(
    '/import-previews/:id/renew',
    { config, schema: { tags, params, response: { 202: job } } },
    async (request, reply) => {
      const { workspaceId, accountName } = sessionOf(request)
      const started = await renew(parts, workspaceId, request.params.id, accountName)
      return started.ok ? reply.code(202).send(started.value) : sendProblem(reply, started.error)
    },
  )

  app.delete(
    '/import-previews/:id',
    { config, schema: { tags, params, response: { 200: removed } } },
    async (request, reply) => {
      const { workspaceId, accountName } = sessionOf(request)
      const done = await discard(parts, workspaceId, request.params.id, accountName)
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )
}
