import { changePage, changeQuery, look } from '#contract/changes'
import { noteLook } from '#platform/personal'
import { countChanges, listChanges } from '#views/changes'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['overview']

/** What happened to findings, and how much of it since a person last looked. */
export function changeRoutes(app: RouteApp, { database, clock }: RouteParts): void {
  app.get('/changes', { schema: { tags, querystring: changeQuery, response: { 200: changePage } } }, (request) =>
    listChanges(database, sessionOf(request).workspaceId, request.query),
  )

  // Looking changes nothing that anybody else sees: it has no place in the audit trail.
  app.post('/overview/look', { config: { scope: 'read' }, schema: { tags, response: { 200: look } } }, (request) => {
    const session = sessionOf(request)
    return database.inWorkspace(session.workspaceId, async (work) =>
      countChanges(work, await noteLook(work, session, clock())),
    )
  })
}
