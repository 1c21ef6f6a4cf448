import { trendPage, trendQuery, trendRowsQuery, trends } from '#contract/trends'
import { listTrendRows, readTrends } from '#views/trends'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['overview']

/** How the work goes: what was open, how long it took, and the findings behind each number. */
export function trendRoutes(app: RouteApp, { database, clock }: RouteParts): void {
  app.get('/trends', { schema: { tags, querystring: trendQuery, response: { 200: trends } } }, (request) =>
    readTrends(database, sessionOf(request).workspaceId, request.query.days, clock()),
  )

  app.get(
    '/trends/findings',
    { schema: { tags, querystring: trendRowsQuery, response: { 200: trendPage } } },
    (request) => listTrendRows(database, sessionOf(request).workspaceId, request.query, clock()),
  )
}
