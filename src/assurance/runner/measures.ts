import { judgedAttempts } from '#assurance/evaluations'
import { type Bounds, clusteredMean } from '#core/statistics'
import { type CaseVariation, caseVariations, type EvaluationCase } from '#core/vocabulary'

/** What asking otherwise brings out of a system: how much more often cases fail when they are rephrased, or asked in steps. */
export interface ElicitationGap {
  variation: CaseVariation
  /** Cases with a verdict both ways. */
  cases: number
  /** Share of attempts that failed, on average over these cases: as it stands, and otherwise. */
  plain: number
  varied: number
  gap: number
  /** Over clusters of cases, 95 %; what so few could have missed is in it. */
  bounds: Bounds
  /** Keys of cases that held as they stand and failed otherwise, sorted. */
  onlyVaried: string[]
}

interface Pair {
  key: string
  cluster: string
  plain: number
  varied: number
}

/**
 * The elicitation gap by kind of variation: paired over cases, each variant of a case counting alike, with cases of one cluster
 * taken together (Miller, arXiv 2411.00640). A mean, not the worst of several tries, which would grow with their number.
 */
export function elicitationGaps(cases: readonly EvaluationCase[], confidence = 0.95): ElicitationGap[] {
  const known = new Map(cases.map((one) => [one.key, one]))
  return caseVariations.flatMap((variation) => {
    const varied = cases.filter((one) => one.variation === variation && isJudged(one))
    const pairs = [...Map.groupBy(varied, ({ of = '' }) => of)].flatMap(([key, own]): Pair[] => {
      const plain = known.get(key)
      if (!plain || !isJudged(plain)) return []
      return [{ key, cluster: plain.cluster ?? key, plain: failedShare(plain), varied: mean(own.map(failedShare)) }]
    })
    return pairs.length === 0 ? [] : [gapOf(variation, pairs, confidence)]
  })
}

function isJudged({ result }: EvaluationCase): boolean {
  return result !== 'insufficient'
}

function failedShare(one: EvaluationCase): number {
  const judged = judgedAttempts(one)
  return judged === 0 ? 0 : (judged - one.passed) / judged
}

function gapOf(variation: CaseVariation, pairs: readonly Pair[], confidence: number): ElicitationGap {
  const clusters = [...Map.groupBy(pairs, ({ cluster }) => cluster).values()]
  const { mean: gap, interval } = clusteredMean(
    clusters.map((own) => own.map(({ plain, varied }) => varied - plain)),
    confidence,
  )
  // Where no cluster differs from another, what so few of them could have missed (exact bound of seeing none).
  const unseen = 1 - ((1 - confidence) / 2) ** (1 / clusters.length)
  const half = interval ? Math.max(interval.high - gap, unseen) : 2
  return {
    ...{ variation, cases: pairs.length, gap },
    ...{ plain: mean(pairs.map(({ plain }) => plain)), varied: mean(pairs.map(({ varied }) => varied)) },
    bounds: { low: Math.max(-1, gap - half), high: Math.min(1, gap + half) },
    onlyVaried: pairs
      .filter(({ plain, varied }) => plain === 0 && varied > 0)
      .map(({ key }) => key)
      .sort(),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
