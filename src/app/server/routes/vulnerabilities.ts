import { z } from 'zod'
import { vulnerabilityDetail } from '#contract'
import { readVulnerabilityPage } from '#views/vulnerability'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().min(1).max(100) })
const tags = ['vulnerabilities']

/** What every source says of one vulnerability, and where it is found here. */
export function vulnerabilityRoutes(app: RouteApp, { database }: RouteParts): void {
  app.get(
    '/vulnerabilities/:id',
    { schema: { tags, params: byId, response: { 200: vulnerabilityDetail } } },
    async (request, reply) => {
      const found = await readVulnerabilityPage(database, sessionOf(request).workspaceId, request.params.id)
      const message = `no loaded feed speaks of ${request.params.id}: check the id, or refresh the feeds`
      return found ?? sendProblem(reply, { code: 'not-found', message })
    },
  )
}
