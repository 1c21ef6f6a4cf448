import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { importPage, importQuery, job, listQuery } from '#contract'
import { recordAudit } from '#platform/audit'
import { listImports } from '#views/imports'
import { beginPreview } from '../previews.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { receiveUpload } from '../uploads.ts'

const tags = ['imports']
const GIB = 1024 ** 3

/** What was imported, and a way in: the body of a POST is the file. */
export function importRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, config, jobs } = parts
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))

  app.get('/imports', { schema: { tags, querystring: listQuery, response: { 200: importPage } } }, (request) =>
    listImports(database, sessionOf(request).workspaceId, request.query),
  )

  app.post(
    '/imports',
    {
      config: { access: 'analyst', scope: 'import' },
      schema: { tags, querystring: importQuery, response: { 202: job } },
      bodyLimit: config.uploadBytes ?? GIB,
    },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { name, exposure, asset: assetName, preview } = request.query
      if (!(request.body instanceof Readable)) {
        return sendProblem(reply, { code: 'bad-request', message: 'send the file itself as application/octet-stream' })
      }
      const upload = await receiveUpload(request.body, name, config.uploads, config.uploadBytes ?? GIB)
      if (!upload.ok) return sendProblem(reply, upload.error)
      const { path, fileName } = upload.value
      if (preview) {
        const asked = { path, fileName, exposure, assetName: assetName ?? null, workspaceId, actor }
        const begun = await beginPreview(parts, asked)
        return begun.ok ? reply.code(202).send(begun.value) : sendProblem(reply, begun.error)
      }
      const started = await jobs.start({
        kind: 'import',
        title: `Import ${fileName}`,
        workspaceId,
        payload: { path, fileName, exposure, actor, ...(assetName && { assetName }) },
      })
      await record(request, 'import.start', started.id, { fileName, exposure, ...(assetName && { assetName }) })
      return reply.code(202).send(started)
    },
  )

  app.post(
    '/sample',
    { config: { access: 'analyst' }, schema: { tags, response: { 202: job } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      if (jobs.isRunning('sample', workspaceId)) {
        return sendProblem(reply, {
          code: 'already-running',
          message: 'the sample organisation is being loaded already',
        })
      }
      const started = await jobs.start({
        kind: 'sample',
        title: 'Load the sample organisation',
        workspaceId,
        payload: { actor },
      })
      await record(request, 'sample.load', started.id)
      return reply.code(202).send(started)
    },
  )

  async function record(request: FastifyRequest, action: string, target: string, detail: Record<string, unknown> = {}) {
    const { workspaceId: chain, accountName: actor } = sessionOf(request)
    await database.inTransaction((work) => recordAudit(work, { chain, at: clock(), actor, action, target, detail }))
  }
}
