import { flakyCases, judgedAttempts, repeatedPass } from '#assurance/evaluations'
import { elicitationGaps, type RunTerms } from '#assurance/runner'
import type { EvaluationOrder } from '#assurance/runner/store'
import type { OrderRow, orderRequest, RunMeasures } from '#contract/evaluation-orders'
import type { EvaluationCase } from '#core/vocabulary'

/** A run that was ordered, as the API and the command line show it. */
export function orderRowOf(order: EvaluationOrder): OrderRow {
  const { id, name, terms, orderedAt, orderedBy, state, endedAt, why, planned, made, requests, tokens, measures } =
    order
  return {
    ...{
      id,
      name,
      gateway: order.gatewayId,
      judge: order.judgeId,
      control: order.controlId,
      version: order.subjectVersion,
    },
    ...{
      repeats: terms.repeats,
      variation: terms.isVaried,
      mostRequests: terms.mostRequests,
      mostTokens: terms.mostTokens,
    },
    ...{ orderedAt, orderedBy, state: order.stopAsked && state === 'running' ? 'stopped' : state, endedAt, why },
    ...{ planned, made, requests, tokens: Math.max(0, tokens), run: order.runId },
    ...{ judges: measures?.judges ?? [], sequential: measures?.sequential ?? null },
  }
}

/** What a request says of how a run is made. */
export function termsOf(said: ReturnType<(typeof orderRequest)['parse']>): Partial<RunTerms> {
  const { repeats, variation: isVaried, mostRequests, mostTokens, requestsPerMinute, sequential } = said
  return {
    ...{ repeats, isVaried, sequential },
    ...(mostRequests !== undefined && { mostRequests }),
    ...(mostTokens !== undefined && { mostTokens }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
  }
}

const MOST = 200
const MOST_K = 10

/** What the cases of a run say besides their failure rate, whichever tool they are from. */
export function measuresOf(cases: readonly EvaluationCase[]): RunMeasures {
  const most = Math.min(MOST_K, Math.max(0, ...cases.map(judgedAttempts)))
  const ks = Array.from({ length: Math.max(0, most - 1) }, (_, at) => at + 2)
  return {
    elicitation: elicitationGaps(cases).map((one) => ({ ...one, onlyVaried: one.onlyVaried.slice(0, MOST) })),
    repeated: ks.flatMap((k) => {
      const found = repeatedPass(cases, k)
      return found ? [{ ...found, bounds: found.bounds ?? null }] : []
    }),
    flaky: flakyCases([{ cases: [...cases] }])
      .slice(0, MOST)
      .map(({ key, attempts, passed }) => ({ key, attempts, passed })),
  }
}
