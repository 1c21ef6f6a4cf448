import { z } from 'zod'
import { facets, fixActionDetail, fixActionListQuery, fixActionPage } from '#contract'
import { listFixActions, readFixAction } from '#views/fix-actions'
import { sendFile } from '../exports/answer.ts'
import { fixActionColumns } from '../exports/columns.ts'
import { tableFormats } from '../exports/formats.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().min(1).max(64) })
const tags = ['fix actions']
const exportQuery = fixActionListQuery
  .pick({ filter: true, sort: true })
  .extend({ format: z.enum(['csv', 'json']).default('csv') })
const formats = tableFormats(fixActionColumns)
const gone = 'there is no such fix action in this workspace, or all it would close is closed'

/** What to change first: findings that one change closes, as a list and as a file, and one of them in whole. */
export function fixActionRoutes(app: RouteApp, { lists }: RouteParts): void {
  app.get(
    '/fix-actions',
    { schema: { tags, querystring: fixActionListQuery, response: { 200: fixActionPage } } },
    (request) => listFixActions(lists, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/fix-actions/facets',
    { schema: { tags, querystring: fixActionListQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => lists.fixActionFacets(sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/fix-actions/export', { schema: { tags, querystring: exportQuery } }, (request, reply) => {
    const { format, ...query } = request.query
    return sendFile(reply, 'fix-actions', formats[format], (cursor) =>
      listFixActions(lists, sessionOf(request).workspaceId, { ...query, limit: 500, cursor }),
    )
  })

  app.get(
    '/fix-actions/:id',
    { schema: { tags, params: byId, response: { 200: fixActionDetail } } },
    async (request, reply) => {
      const found = await readFixAction(lists, sessionOf(request).workspaceId, request.params.id)
      return found ?? sendProblem(reply, { code: 'not-found', message: gone })
    },
  )
}
