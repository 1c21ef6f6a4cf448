import { type AssuranceAttention, assuranceAttention } from '#contract/assurance-attention'
import { byConcern, verdictOf } from '#contract/assurance-words'
import { joinedBy } from '#core/kernel'
import { assessAssurance } from '#flows/assurance'
import { runningDuties } from '#flows/assurance-obligations'
import { listCases } from '#flows/examine-case'
import { controlRowOf, scenarioRowOf } from '../../assurance-rows.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { acting, readerOf } from './assurance-cases.ts'

/** So many of each are named. */
const MOST = 3

/** What of assurance Today speaks of: risks above appetite, controls nobody knows of, duties to report, cases open again. */
export function assuranceAttentionRoutes(app: RouteApp, parts: RouteParts): void {
  // The same for all of a workspace: it is reckoned once for those who look at once.
  const standingOf = joinedBy(
    (workspaceId: string) => workspaceId,
    async (workspaceId) => {
      const { controls, scenarios } = await assessAssurance(parts, workspaceId)
      const rows = scenarios.map((scenario) => scenarioRowOf(scenario, controls))
      const above = byConcern(rows).filter((row) => verdictOf(row) === 'above')
      const unknown = controls.map(controlRowOf).filter(({ state }) => state === 'unknown')
      return {
        aboveAppetite: firstOf(above.map(({ id, title: name }) => ({ id, name }))),
        unknownControls: firstOf(unknown.map(({ id, name }) => ({ id, name }))),
      }
    },
  )

  app.get(
    '/assurance/attention',
    { schema: { tags: ['assurance'], response: { 200: assuranceAttention } } },
    async (request): Promise<AssuranceAttention> => {
      const session = sessionOf(request)
      const duties = await runningDuties(parts, acting(session))
      const cases = await listCases(parts, session.workspaceId, readerOf(session))
      const again = cases.filter(({ state, reopenedWhy }) => state === 'open' && reopenedWhy !== null)
      const now = parts.clock()
      return {
        ...(await standingOf(session.workspaceId)),
        reopened: firstOf(again.map(({ id, title, reopenedWhy }) => ({ id, name: title, why: reopenedWhy! }))),
        notProven: firstOf(
          cases.filter(({ unheld }) => unheld.length > 0).map(({ id, title: name }) => ({ id, name })),
        ),
        duties: {
          ...firstOf(duties.map(({ caseId, title, name, due }) => ({ caseId, case: title, name, due }))),
          overdue: duties.filter(({ due }) => due < now).length,
        },
      }
    },
  )
}

function firstOf<Item>(all: readonly Item[]): { count: number; first: Item[] } {
  return { count: all.length, first: all.slice(0, MOST) }
}
