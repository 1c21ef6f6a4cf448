import { z } from 'zod'
import { listQuery } from '#contract'
import { importedVex, vexDocumentPage, vexExportQuery, vexImportQuery } from '#contract/vex'
import { exportVex, readStoredVex } from '#flows/vex-export'
import { importVex, keepVexImport } from '#flows/vex-import'
import { recordAudit } from '#platform/audit'
import { listVexDocuments } from '#views/vex-documents'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const tags = ['vex']
const MOST_BYTES = 64 * 1024 ** 2

/** Our rulings as VEX documents, and such documents as rulings. */
export function vexRoutes(app: RouteApp, { database, clock, config, jobs }: RouteParts): void {
  const tool = { name: 'Lunette', version: config.version }

  app.get('/vex/export', { schema: { tags, querystring: vexExportQuery } }, async (request, reply) => {
    const { workspaceId, workspaceName: author } = sessionOf(request)
    const { format, asset: assetId } = request.query
    const document = await exportVex({ database, clock }, { workspaceId, format, assetId, author }, tool)
    return reply
      .type('application/json')
      .header('content-disposition', `attachment; filename="lunette.${format}.json"`)
      .send(JSON.stringify(document, null, 2))
  })

  app.post(
    '/vex/import',
    {
      config: { access: 'analyst' },
      bodyLimit: MOST_BYTES,
      schema: { tags, querystring: vexImportQuery, body: z.unknown(), response: { 200: importedVex } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { name: fileName, endsAt, rehearse } = request.query
      const given = { workspaceId, json: request.body, fileName, by, endsAt, rehearse }
      const done = rehearse
        ? await importVex({ database, clock }, given)
        : await keepVexImport({ database, clock }, given, (work, { document: target, ...told }) =>
            recordAudit(work, {
              ...{ chain: workspaceId, at: clock(), actor: by, action: 'vex.import', target },
              detail: { fileName, endsAt, ...told },
            }),
          )
      if (!done.ok) return sendProblem(reply, done.error)
      if (!rehearse) jobs.changed(workspaceId, 'findings')
      return done.value
    },
  )

  app.get(
    '/vex/documents',
    { schema: { tags, querystring: listQuery, response: { 200: vexDocumentPage } } },
    (request) => listVexDocuments(database, sessionOf(request).workspaceId, request.query),
  )

  app.get('/vex/documents/:id', { schema: { tags, params: byId } }, async (request, reply) => {
    const document = await readStoredVex({ database }, sessionOf(request).workspaceId, request.params.id)
    if (!document) return sendProblem(reply, { code: 'not-found', message: 'there is no such VEX document here' })
    return reply
      .type('application/json')
      .header('content-disposition', 'attachment; filename="vex.json"')
      .send(JSON.stringify(document, null, 2))
  })
}
