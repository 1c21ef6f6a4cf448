import { changePage, changeQuery, look, seenUntil } from '#contract/changes'
import type { Instant } from '#core/kernel'
import { noteLook, noteSeen } from '#platform/personal'
import { countChanges, listChanges } from '#views/changes'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['overview']

/** What happened to findings, and how much of it since a person last looked. */
export function changeRoutes(app: RouteApp, { database, clock }: RouteParts): void {
  app.get('/changes', { schema: { tags, querystring: changeQuery, response: { 200: changePage } } }, (request) => {
    const { workspaceId, accountName } = sessionOf(request)
    return listChanges(database, workspaceId, { ...request.query, reader: accountName })
  })

  // Looking changes nothing that anybody else sees: it has no place in the audit trail.
  app.post('/overview/look', { config: { scope: 'read' }, schema: { tags, response: { 200: look } } }, (request) => {
    const session = sessionOf(request)
    return database.inWorkspace(session.workspaceId, async (work) => {
      const now = clock()
      return countChanges(work, { since: await noteLook(work, session, now), until: now, reader: session.accountName })
    })
  })

  const seen = { tags, body: seenUntil, response: { 200: look } }
  app.post('/overview/seen', { config: { scope: 'read' }, schema: seen }, (request) => {
    const session = sessionOf(request)
    return database.inWorkspace(session.workspaceId, async (work) => {
      const now = clock()
      const since = await noteSeen(work, session, { until: new Date(request.body.until).toISOString() as Instant, now })
      return countChanges(work, { since, until: now, reader: session.accountName })
    })
  })
}
