import { overview } from '#contract'
import { readOverview } from '#views/overview'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

/** What Today shows. */
export function overviewRoutes(app: RouteApp, { database, lists, currency }: RouteParts): void {
  app.get('/overview', { schema: { tags: ['overview'], response: { 200: overview } } }, (request) => {
    const { workspaceId, accountName } = sessionOf(request)
    return readOverview({ database, lists }, workspaceId, accountName, currency())
  })
}
