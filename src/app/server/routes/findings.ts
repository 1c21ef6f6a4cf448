import { z } from 'zod'
import { coverageSummary, facets, findingDetail, findingListQuery, findingPage } from '#contract'
import { coverageReader } from '#views/coverage'
import { readFinding } from '#views/finding-detail'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { findingColumns } from '../exports/columns.ts'
import { findingFormats } from '../exports/formats.ts'
import { sendJsonText } from '../json-text.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const filterQuery = findingListQuery.pick({ filter: true })
const exportQuery = findingListQuery.pick({ filter: true, sort: true }).extend({
  format: z.enum(['csv', 'json', 'sarif', 'cyclonedx']).default('csv'),
  columns: columnsQuery(findingColumns),
})
const byId = z.object({ id: z.string().max(64) })
const tags = ['findings']

/** The ranked list, its facets, what stands above it, one finding, and the list as a file. */
export function findingRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, lists, currency, clock } = parts
  const coverageOf = coverageReader(database, lists)
  app.get(
    '/findings',
    { schema: { tags, querystring: findingListQuery, response: { 200: findingPage } } },
    async (request, reply) => sendJsonText(reply, await lists.pageText(sessionOf(request).workspaceId, request.query)),
  )

  app.get('/findings/facets', { schema: { tags, querystring: filterQuery, response: { 200: facets } } }, (request) =>
    lists.facets(sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/coverage', { schema: { tags, response: { 200: coverageSummary } } }, (request) =>
    coverageOf({ workspaceId: sessionOf(request).workspaceId, currency: currency() }),
  )

  app.get('/findings/export', { schema: { tags, querystring: exportQuery } }, async (request, reply) => {
    const { format, columns, ...query } = request.query
    const session = sessionOf(request)
    return sendFile(reply, 'findings', findingFormats(parts, session, columns)[format], (cursor) =>
      lists.page(session.workspaceId, { ...query, limit: 500, ...(cursor && { cursor }) }),
    )
  })

  app.get(
    '/findings/:id',
    { schema: { tags, params: byId, response: { 200: findingDetail } } },
    async (request, reply) => {
      const found = await readFinding(database, sessionOf(request).workspaceId, request.params.id, clock())
      return found ?? sendProblem(reply, { code: 'not-found', message: 'there is no such finding in this workspace' })
    },
  )
}
