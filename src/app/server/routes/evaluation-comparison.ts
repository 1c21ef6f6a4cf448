import { compareRuns, type FailureRate } from '#assurance/evaluations'
import { type RunSummary, readRun } from '#assurance/evaluations/store'
import { comparison, comparisonQuery } from '#contract/evaluation-comparison'
import type { EvaluationCase } from '#core/vocabulary'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const MOST = 500

/** Two runs of the same cases side by side. */
export function comparisonRoutes(app: RouteApp, { database }: RouteParts): void {
  app.get(
    '/evaluations/compare',
    { schema: { tags, querystring: comparisonQuery, response: { 200: comparison } } },
    async (request, reply) => {
      const { before, after, margin } = request.query
      const [earlier, later] = await database.inWorkspace(sessionOf(request).workspaceId, async (work) => [
        await readRun(work, before),
        await readRun(work, after),
      ])
      if (!earlier || !later)
        return sendProblem(reply, { code: 'not-found', message: 'there is no such evaluation in this workspace' })
      const found = compareRuns(comparedOf(earlier), comparedOf(later), { margin })
      const { worse, better, lost, appeared, vanished, flaky, strata, discordant, p, gate } = found
      const lists = { worse, better, lost, appeared, vanished }
      return {
        ...{ before: sideOf(earlier), after: sideOf(later), margin, p, gate, shared: discordant.n },
        counts: {
          ...{ worse: worse.length, better: better.length, lost: lost.length },
          ...{ appeared: appeared.length, vanished: vanished.length, flaky: flaky.length },
        },
        ...(Object.fromEntries(
          Object.entries(lists).map(([name, keys]) => [name, keys.slice(0, MOST)]),
        ) as typeof lists),
        flaky: flaky.slice(0, MOST).map(({ key, attempts, passed }) => ({ key, attempts, passed })),
        strata: strata.map(({ stratum, ...rates }) => ({
          stratum: stratum ?? null,
          before: rateOf(rates.before),
          after: rateOf(rates.after),
        })),
      }
    },
  )
}

function comparedOf({ list, target, targetVersion }: RunSummary & { list: EvaluationCase[] }) {
  return { cases: list, ...(target !== null && { target }), ...(targetVersion !== null && { targetVersion }) }
}

function sideOf({ id, name, at, target, targetVersion, cases, passed, failed, undecided }: RunSummary) {
  return { id, name, at, target, targetVersion, cases, passed, failed, undecided }
}

function rateOf(rate: FailureRate | undefined) {
  if (rate?.rate === undefined) return null
  return { judged: rate.cases, failed: rate.failed, value: rate.rate, interval: rate.clustered ?? rate.wilson }
}
