import { Readable } from 'node:stream'
import { z } from 'zod'
import { facets, importListQuery, importPage, importQuery, job } from '#contract'
import { importFacets, listImports } from '#views/imports'
import { noted } from '../audited.ts'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { importColumns } from '../exports/columns.ts'
import { tableFormats } from '../exports/formats.ts'
import { beginPreview } from '../previews.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { discardUpload, receiveUpload } from '../uploads.ts'

const tags = ['imports']
const exportQuery = importListQuery
  .pick({ filter: true, sort: true })
  .extend({ format: z.enum(['csv', 'json']).default('csv'), columns: columnsQuery(importColumns) })
const GIB = 1024 ** 3

/** What was imported, and a way in: the body of a POST is the file. */
export function importRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock, config, flows, jobs } = parts
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))

  app.get('/imports', { schema: { tags, querystring: importListQuery, response: { 200: importPage } } }, (request) =>
    listImports(database, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/imports/facets',
    { schema: { tags, querystring: importListQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => importFacets(database, sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/imports/export', { schema: { tags, querystring: exportQuery } }, (request, reply) => {
    const { format, columns, ...query } = request.query
    return sendFile(reply, 'imports', tableFormats(importColumns, columns)[format], (cursor) =>
      listImports(database, sessionOf(request).workspaceId, { ...query, limit: 500, cursor }),
    )
  })

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
      flows.expectFile?.()
      const upload = await receiveUpload(request.body, name, config.uploads, config.uploadBytes ?? GIB)
      if (!upload.ok) return sendProblem(reply, upload.error)
      if (await app.answeredBefore(request, reply, upload.value.digest)) {
        await discardUpload(upload.value)
        return reply
      }
      const { path, fileName } = upload.value
      if (preview) {
        const asked = { path, fileName, exposure, assetName: assetName ?? null, workspaceId, actor }
        const begun = await beginPreview(parts, asked)
        return begun.ok ? reply.code(202).send(begun.value) : sendProblem(reply, begun.error)
      }
      const about = { fileName, exposure, ...(assetName && { assetName }) }
      const payload = { path, ...about, actor }
      const started = await jobs.startWith(
        { kind: 'import', title: `Import ${fileName}`, workspaceId, payload },
        (work, target) =>
          noted(work, clock, { chain: workspaceId, actor, action: 'import.start', target, detail: about }),
      )
      return started.ok ? reply.code(202).send(started.value) : sendProblem(reply, started.error)
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
      const started = await jobs.startWith(
        { kind: 'sample', title: 'Load the sample organisation', workspaceId, payload: { actor } },
        (work, target) => noted(work, clock, { chain: workspaceId, actor, action: 'sample.load', target }),
      )
      return started.ok ? reply.code(202).send(started.value) : sendProblem(reply, started.error)
    },
  )
}
