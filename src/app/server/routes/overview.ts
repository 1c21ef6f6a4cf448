import { overview } from '#contract'
import { overviewReader } from '#views/overview'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

/** What Today shows. */
export function overviewRoutes(app: RouteApp, { database, lists, currency }: RouteParts): void {
  const overviewFor = overviewReader({ database, lists })
  app.get('/overview', { schema: { tags: ['overview'], response: { 200: overview } } }, (request) => {
    const { workspaceId, accountName } = sessionOf(request)
    return overviewFor(accountName, { workspaceId, currency: currency() })
  })
}
