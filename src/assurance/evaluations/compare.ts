import { type Bounds, casesToDecide, clusteredMean, type Discordant, type Gate, gate, mcNemar } from '#core/statistics'
import type { EvaluationCase, EvaluationRun } from '#core/vocabulary'
import { type FlakyCase, flakyCases } from './flaky.ts'
import { clustersOf, type FailureRate, failureRates } from './rates.ts'

/** What is wanted of a run to compare it. */
export type ComparedRun = Pick<EvaluationRun, 'cases' | 'target' | 'targetVersion'>

export interface ComparisonTerms {
  /** How much worse the failure rate may be: 0.02 are two cases in a hundred. */
  margin: number
  confidence?: number
  /** What they test was changed between them, whatever versions they name: what differs is not flaky. */
  isChanged?: boolean
}

/** Two runs of the same cases. Lists are keys, sorted. */
export interface RunComparison {
  /** Cases with a verdict in both runs, and how they differ. */
  discordant: Discordant
  /** Two-sided probability of so uneven a split by chance (McNemar, exact). */
  p: number
  /**
   * Non-inferiority of the run after. Cases of one cluster count together, and it passes only if it would with every lost case
   * failed: a run that ends early or errs on what is hard must not pass by that.
   */
  gate: Gate
  /** How many more cases would probably decide the gate, if they differ as these do; `undefined`: it is decided, or no number would. */
  more: number | undefined
  /** Failed only after. */
  worse: string[]
  /** Failed only before. */
  better: string[]
  /** Had a verdict before and has none after. Those that are not there at all are in `vanished`, too. */
  lost: string[]
  appeared: string[]
  vanished: string[]
  strata: StratumComparison[]
  flaky: FlakyCase[]
}

export interface StratumComparison {
  stratum: string | undefined
  /** `undefined` where the run has no case of it. */
  before: FailureRate | undefined
  after: FailureRate | undefined
}

interface Pair {
  key: string
  cluster: string | undefined
  /** Failed after, less failed before: 1 is worse, −1 is better. */
  change: number
}

export function compareRuns(before: ComparedRun, after: ComparedRun, terms: ComparisonTerms): RunComparison {
  const [earlier, later] = [byKey(before.cases), byKey(after.cases)]
  const pairs = pairsOf(earlier, later)
  const lost = [...earlier.values()].filter((one) => isJudged(one) && !isJudged(later.get(one.key)))
  const discordant = discordantOf(pairs)
  const found = gateOf(pairs, lost, terms)
  return {
    discordant,
    p: mcNemar(discordant),
    gate: found,
    more: moreCases(found, discordant, terms),
    worse: keysOf(pairs.filter(({ change }) => change > 0)),
    better: keysOf(pairs.filter(({ change }) => change < 0)),
    lost: keysOf(lost),
    appeared: keysOf([...later.values()].filter(({ key }) => !earlier.has(key))),
    vanished: keysOf([...earlier.values()].filter(({ key }) => !later.has(key))),
    strata: strataOf(before.cases, after.cases, terms.confidence),
    flaky: flakyCases(terms.isChanged ? [{ cases: before.cases }, { cases: after.cases }] : [before, after]),
  }
}

function byKey(cases: readonly EvaluationCase[]): Map<string, EvaluationCase> {
  return new Map(cases.map((one) => [one.key, one]))
}

function keysOf(cases: readonly { key: string }[]): string[] {
  return cases.map(({ key }) => key).sort()
}

function isJudged(one: EvaluationCase | undefined): one is EvaluationCase {
  return one !== undefined && one.result !== 'insufficient'
}

function pairsOf(earlier: ReadonlyMap<string, EvaluationCase>, later: ReadonlyMap<string, EvaluationCase>): Pair[] {
  return [...earlier.values()].flatMap((one) => {
    const other = later.get(one.key)
    if (!isJudged(one) || !isJudged(other)) return []
    const change = Number(other.result === 'fail') - Number(one.result === 'fail')
    return [{ key: one.key, cluster: other.cluster ?? one.cluster, change }]
  })
}

function discordantOf(pairs: readonly Pair[]): Discordant {
  const count = (change: number) => pairs.filter((pair) => pair.change === change).length
  return { worse: count(1), better: count(-1), n: pairs.length }
}

function gateOf(pairs: readonly Pair[], lost: readonly EvaluationCase[], terms: ComparisonTerms): Gate {
  const seen = clusteredGate(pairs, terms)
  if (seen.verdict !== 'pass' || lost.length === 0) return seen
  const worst = lost.map(({ key, cluster, result }) => ({ key, cluster, change: result === 'fail' ? 0 : 1 }))
  const { verdict } = clusteredGate([...pairs, ...worst], terms)
  return verdict === 'pass' ? seen : { ...seen, verdict: 'undecided' }
}

/** A gate that only lost cases hold open is decided by these, and by no others. */
function moreCases(found: Gate, discordant: Discordant, { margin, confidence }: ComparisonTerms): number | undefined {
  const isByLost = found.bounds.high < margin || found.bounds.low > margin
  if (found.verdict !== 'undecided' || isByLost) return undefined
  const needed = casesToDecide(found, discordant, margin, confidence)
  return needed === undefined ? undefined : needed - discordant.n
}

/** The gate with the wider of two intervals: of cases that stand alone, and of clusters. */
function clusteredGate(pairs: readonly Pair[], { margin, confidence = 0.95 }: ComparisonTerms): Gate {
  const alone = gate(discordantOf(pairs), margin, confidence)
  const clusters = clustersOf(pairs as readonly (Pair & { cluster?: string })[])
  if (clusters.length === pairs.length) return alone
  const together = boundsOf(clusters, confidence)
  const bounds = { low: Math.min(alone.bounds.low, together.low), high: Math.max(alone.bounds.high, together.high) }
  const verdict = bounds.high < margin ? 'pass' : bounds.low > margin ? 'fail' : 'undecided'
  return { verdict, difference: alone.difference, bounds }
}

/** Of one cluster nothing is known but its own mean. Where no cluster differs, what so few could have missed. */
function boundsOf(clusters: readonly (readonly Pair[])[], confidence: number): Bounds {
  const scores = clusters.map((cluster) => cluster.map(({ change }) => change))
  const { mean, interval } = clusteredMean(scores, confidence)
  if (!interval) return { low: -1, high: 1 }
  const unseen = 1 - ((1 - confidence) / 2) ** (1 / clusters.length)
  const half = Math.max(interval.high - mean, unseen)
  return { low: Math.max(-1, mean - half), high: Math.min(1, mean + half) }
}

function strataOf(
  before: readonly EvaluationCase[],
  after: readonly EvaluationCase[],
  confidence: number | undefined,
): StratumComparison[] {
  const [earlier, later] = [before, after].map((cases) => failureRates(cases, confidence))
  const found = new Map<string | undefined, StratumComparison>()
  for (const { stratum, ...rate } of earlier ?? []) found.set(stratum, { stratum, before: rate, after: undefined })
  for (const { stratum, ...rate } of later ?? []) {
    const known = found.get(stratum)
    found.set(stratum, { stratum, before: known?.before, after: rate })
  }
  const name = ({ stratum }: StratumComparison) => (stratum === undefined ? '\uffff' : stratum)
  return [...found.values()].sort((a, b) => (name(a) < name(b) ? -1 : 1))
}
