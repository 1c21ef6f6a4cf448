import { allPass, type Bounds, clusteredMean, wilsonInterval } from '#core/statistics'
import type { EvaluationCase } from '#core/vocabulary'

/** How often cases fail. Those without a verdict are counted apart: they are neither. */
export interface FailureRate {
  failed: number
  /** Cases with a verdict. */
  cases: number
  open: number
  /** `undefined` without a case. */
  rate: number | undefined
  /** As if every case stood alone. */
  wilson: Bounds
  /** With cases of one cluster taken together; `undefined` where each stands alone, and where nothing was seen of the spread. */
  clustered: Bounds | undefined
}

export function failureRate(cases: readonly EvaluationCase[], confidence = 0.95): FailureRate {
  const judged = cases.filter(({ result }) => result !== 'insufficient')
  const failed = judged.filter(({ result }) => result === 'fail').length
  return {
    failed,
    cases: judged.length,
    open: cases.length - judged.length,
    rate: judged.length === 0 ? undefined : failed / judged.length,
    wilson: wilsonInterval(failed, judged.length, confidence),
    clustered: clusteredBounds(judged, (one) => Number(one.result === 'fail'), confidence),
  }
}

/** A stratum, or what belongs to none, with its rate. */
export interface StratumRate extends FailureRate {
  stratum: string | undefined
}

/** Rates of all strata, by name; what has no stratum comes last. */
export function failureRates(cases: readonly EvaluationCase[], confidence = 0.95): StratumRate[] {
  const strata = [...Map.groupBy(cases, ({ stratum }) => stratum)]
  return strata
    .map(([stratum, own]) => ({ stratum, ...failureRate(own, confidence) }))
    .sort((a, b) => (b.stratum === undefined ? -1 : a.stratum === undefined ? 1 : a.stratum < b.stratum ? -1 : 1))
}

/** Estimate that k repeats of a case all pass. */
export interface RepeatedPass {
  k: number
  share: number
  /** Cases that were tried at least k times; the others say nothing. */
  cases: number
  /** Over clusters of cases; `undefined` with fewer than two, and where all are alike. */
  bounds: Bounds | undefined
}

/**
 * pass^k, without bias: C(passed, k) / C(attempts, k), on average over cases. Attempts and cases without a verdict are left
 * out. `undefined` where no case was tried often enough.
 */
export function repeatedPass(cases: readonly EvaluationCase[], k: number, confidence = 0.95): RepeatedPass | undefined {
  if (!Number.isInteger(k) || k < 1) return undefined
  const tried = cases.filter((one) => one.result !== 'insufficient' && judgedAttempts(one) >= k)
  if (tried.length === 0) return undefined
  const share = (one: EvaluationCase) => allPass(one.passed, judgedAttempts(one), k) ?? 0
  const sum = tried.reduce((total, one) => total + share(one), 0)
  return { k, share: sum / tried.length, cases: tried.length, bounds: meanBounds(tried, share, confidence) }
}

/** Attempts that had a verdict. */
export function judgedAttempts({ attempts, open = 0 }: Pick<EvaluationCase, 'attempts' | 'open'>): number {
  return attempts - open
}

/** Only where clusters hold more than one case: else they change nothing. */
function clusteredBounds(
  cases: readonly EvaluationCase[],
  score: (one: EvaluationCase) => number,
  confidence: number,
): Bounds | undefined {
  return clustersOf(cases).length < cases.length ? meanBounds(cases, score, confidence) : undefined
}

function meanBounds(
  cases: readonly EvaluationCase[],
  score: (one: EvaluationCase) => number,
  confidence: number,
): Bounds | undefined {
  const { interval, finiteError } = clusteredMean(
    clustersOf(cases).map((cluster) => cluster.map(score)),
    confidence,
  )
  if (!interval || !finiteError) return undefined
  return { low: Math.max(0, interval.low), high: Math.min(1, interval.high) }
}

/** Cases by cluster; a case without one stands alone. */
export function clustersOf<One extends Pick<EvaluationCase, 'key' | 'cluster'>>(cases: readonly One[]): One[][] {
  const own = Map.groupBy(cases, ({ key, cluster }) => (cluster === undefined ? `case ${key}` : `cluster ${cluster}`))
  return [...own.values()]
}
