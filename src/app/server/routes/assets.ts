import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  type AssetDetail,
  assetChange,
  assetDetail,
  assetListQuery,
  assetPage,
  componentPage,
  facets,
  listQuery,
} from '#contract'
import { recordAudit } from '#platform/audit'
import { listAssets } from '#views/asset-list'
import { assetFacets, readAsset } from '#views/assets'
import { listComponents } from '#views/components'
import { expectedVersion } from '../etag.ts'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { assetColumns } from '../exports/columns.ts'
import { tableFormats } from '../exports/formats.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const tags = ['assets']
const exportQuery = assetListQuery
  .pick({ filter: true, sort: true })
  .extend({ format: z.enum(['csv', 'json']).default('csv'), columns: columnsQuery(assetColumns) })

/** What the organisation has, and the facts people state about it. */
export function assetRoutes(app: RouteApp, { database, lists, clock, flows, jobs, currency }: RouteParts): void {
  app.get('/assets', { schema: { tags, querystring: assetListQuery, response: { 200: assetPage } } }, (request) =>
    listAssets({ database, lists }, sessionOf(request).workspaceId, request.query, currency()),
  )

  app.get(
    '/assets/facets',
    { schema: { tags, querystring: assetListQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => assetFacets(database, sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/assets/export', { schema: { tags, querystring: exportQuery } }, (request, reply) => {
    const { format, columns, ...query } = request.query
    return sendFile(reply, 'assets', tableFormats(assetColumns, columns)[format], (cursor) =>
      listAssets({ database, lists }, sessionOf(request).workspaceId, { ...query, limit: 500, cursor }, currency()),
    )
  })

  app.get('/assets/:id', { schema: { tags, params: byId, response: { 200: assetDetail } } }, async (request, reply) => {
    return show(reply, await readAsset(database, sessionOf(request).workspaceId, request.params.id, currency()))
  })

  app.get(
    '/assets/:id/components',
    { schema: { tags, params: byId, querystring: listQuery, response: { 200: componentPage } } },
    (request) => listComponents(database, sessionOf(request).workspaceId, request.params.id, request.query, currency()),
  )

  app.patch(
    '/assets/:id',
    {
      config: { access: 'analyst' },
      schema: { tags, params: byId, body: assetChange, response: { 200: assetDetail } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      const change = request.body
      const expected = expectedVersion(request.headers['if-match'])
      if (!expected.ok) return sendProblem(reply, expected.error)
      const updated = await flows.updateAsset({
        ...{ workspaceId, assetId: id, change, actor, expected: expected.value },
        alongside: (work, { name, exposure, criticality, environment, owner = null, tags: tagged }) => {
          const before = { name, exposure: exposure.value, criticality, environment, owner, tags: tagged }
          const detail = { before, change }
          return recordAudit(work, {
            chain: workspaceId,
            at: clock(),
            actor,
            action: 'asset.update',
            target: id,
            detail,
          })
        },
      })
      if (!updated.ok) return sendProblem(reply, updated.error.code === 'no-asset' ? noSuchAsset : updated.error)
      jobs.changed(workspaceId, 'assets')
      jobs.changed(workspaceId, 'findings')
      return show(reply, await readAsset(database, workspaceId, id, currency()))
    },
  )
}

/** With the version a change of it may name. */
function show(reply: FastifyReply, asset: AssetDetail | undefined) {
  if (!asset) return sendProblem(reply, noSuchAsset)
  reply.version = asset.version
  return asset
}

const noSuchAsset = { code: 'not-found', message: 'there is no such asset in this workspace' }
