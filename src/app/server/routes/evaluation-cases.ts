import { casesForControl } from '#assurance/evaluations/store'
import { caseHistoryDetail, caseHistoryQuery, controlCases, controlCasesQuery } from '#contract/evaluation-history'
import { historyOfCase } from '#flows/case-history'
import { caseHistoryRowOf } from '../../case-history-rows.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { readerOf } from './assurance-cases.ts'

const tags = ['assurance']
const MOST_CASES = 500
const noSuchCase = { code: 'not-found', message: 'no run of this workspace had a case of this key' }

/** Cases of evaluations over their runs: what broke and mended them, and which contradict themselves. */
export function evaluationCaseRoutes(app: RouteApp, parts: RouteParts): void {
  app.get(
    '/evaluation-cases',
    { schema: { tags, querystring: controlCasesQuery, response: { 200: controlCases } } },
    async (request) => {
      const { control, part } = request.query
      const { counts, list } = await parts.database.inWorkspace(sessionOf(request).workspaceId, (work) =>
        casesForControl(work, control, part, MOST_CASES),
      )
      return { counts, cases: list }
    },
  )

  app.get(
    '/evaluation-cases/history',
    { schema: { tags, querystring: caseHistoryQuery, response: { 200: caseHistoryDetail } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const found = await historyOfCase(parts, session.workspaceId, request.query, readerOf(session))
      return found ? caseHistoryRowOf(request.query.key, found) : sendProblem(reply, noSuchCase)
    },
  )
}
