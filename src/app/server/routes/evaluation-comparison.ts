import { z } from 'zod'
import { readControls } from '#assurance/controls/store'
import { failingCasesAsSarif } from '#assurance/evaluations'
import { readRun } from '#assurance/evaluations/store'
import { comparison, comparisonQuery } from '#contract/evaluation-comparison'
import { isChangedBetween } from '#flows/case-history'
import { comparisonOf } from '../../comparison-rows.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byId = z.object({ id: z.string().max(80) })
const noSuchRun = { code: 'not-found', message: 'there is no such evaluation in this workspace' }

/** Two runs of the same cases side by side, and what failed in one as a file for other tools. */
export function comparisonRoutes(app: RouteApp, { database, config }: RouteParts): void {
  app.get(
    '/evaluations/compare',
    { schema: { tags, querystring: comparisonQuery, response: { 200: comparison } } },
    async (request, reply) => {
      const { before, after, margin } = request.query
      const found = await database.inWorkspace(sessionOf(request).workspaceId, async (work) => {
        const [earlier, later] = [await readRun(work, before), await readRun(work, after)]
        if (!earlier || !later) return undefined
        return comparisonOf(earlier, later, { margin, isChanged: await isChangedBetween(work, earlier, later) })
      })
      return found ?? sendProblem(reply, noSuchRun)
    },
  )

  app.get('/evaluations/:id/sarif', { schema: { tags, params: byId } }, async (request, reply) => {
    const { id } = request.params
    const { run, controls } = await database.inWorkspace(sessionOf(request).workspaceId, async (work) => ({
      run: await readRun(work, id),
      controls: await readControls(work),
    }))
    if (!run) return sendProblem(reply, noSuchRun)
    return reply
      .type('application/sarif+json')
      .header('content-disposition', `attachment; filename="evaluation-${id}.sarif"`)
      .send(JSON.stringify(failingCasesAsSarif(run, controls, config.version)))
  })
}
