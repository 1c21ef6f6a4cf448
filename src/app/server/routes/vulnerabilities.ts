import { z } from 'zod'
import { facets, vulnerabilityDetail, vulnerabilityListQuery, vulnerabilityPage } from '#contract'
import { listVulnerabilities } from '#views/vulnerabilities'
import { readVulnerabilityPage } from '#views/vulnerability'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { vulnerabilityColumns } from '../exports/columns.ts'
import { tableFormats } from '../exports/formats.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().min(1).max(100) })
const tags = ['vulnerabilities']
const exportQuery = vulnerabilityListQuery
  .pick({ filter: true, sort: true })
  .extend({ format: z.enum(['csv', 'json']).default('csv'), columns: columnsQuery(vulnerabilityColumns) })

/** The vulnerabilities that findings name, as a list and as a file; and what every source says of one. */
export function vulnerabilityRoutes(app: RouteApp, { database, lists }: RouteParts): void {
  app.get(
    '/vulnerabilities',
    { schema: { tags, querystring: vulnerabilityListQuery, response: { 200: vulnerabilityPage } } },
    (request) => listVulnerabilities({ database, lists }, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/vulnerabilities/facets',
    { schema: { tags, querystring: vulnerabilityListQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => lists.vulnerabilityFacets(sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/vulnerabilities/export', { schema: { tags, querystring: exportQuery } }, (request, reply) => {
    const { format, columns, ...query } = request.query
    return sendFile(reply, 'vulnerabilities', tableFormats(vulnerabilityColumns, columns)[format], (cursor) =>
      listVulnerabilities({ database, lists }, sessionOf(request).workspaceId, { ...query, limit: 500, cursor }),
    )
  })

  app.get(
    '/vulnerabilities/:id',
    { schema: { tags, params: byId, response: { 200: vulnerabilityDetail } } },
    async (request, reply) => {
      const found = await readVulnerabilityPage({ database, lists }, sessionOf(request).workspaceId, request.params.id)
      const message = `no loaded feed speaks of ${request.params.id}: check the id, or refresh the feeds`
      return found ?? sendProblem(reply, { code: 'not-found', message })
    },
  )
}
