import { sharedCause } from './layers.ts'
import { exactInterval } from './proportion.ts'

/** The same case put to each barrier alone. */
export interface JointTrial {
  /** What its outcome hangs together with: a seed, a conversation, the case that it asks otherwise. */
  cluster: string
  /** Whether each barrier failed, in one order. */
  failed: readonly boolean[]
}

/** How much the failures of barriers come from a shared cause, by cases that all of them met. */
export interface MeasuredCause {
  cases: number
  clusters: number
  /** Cases in which all barriers failed. */
  together: number
  /** Share of the cases in which each barrier failed. */
  failures: number[]
  /** β as the cases have it; `undefined` where some barrier never failed: what it shares cannot be seen. */
  point: number | undefined
  /** Upper 95 % bound, which is what risk uses: a point estimate could fall after one more failure. */
  upper: number | undefined
}

const RESAMPLES = 1_000
const LEVEL = 0.95
/** Of which the upper side is the bound at that level. */
const TWO_SIDED = 2 * LEVEL - 1

/** Cases of one cluster: how many, how many failed at each barrier, and at all. */
interface Cluster {
  cases: number
  failed: number[]
  together: number
}

/**
 * Measures β: run the same cases through each barrier alone, solve the beta-factor model for β, and take the upper 95 % bound
 * of a bootstrap over clusters (NUREG/CR-4780; Efron & Tibshirani, 1993, ch. 13). Resampling shows nothing that the cases do
 * not hold: where all barriers failed rarely or never together, the exact upper bound of the clusters in which they did is
 * larger, and counts (Clopper & Pearson, 1934).
 * @param random from 0 to 1; a seeded one gives the same answer to the same cases
 */
export function measureSharedCause(trials: readonly JointTrial[], random: () => number): MeasuredCause {
  const clusters = clustersOf(trials)
  const whole = sumOf(clusters)
  const { cases, together } = whole
  const failures = whole.failed.map((failed) => failed / cases)
  const about = { cases, clusters: clusters.length, together, failures }
  if (cases === 0 || failures.length < 2 || Math.min(...failures) === 0)
    return { ...about, point: undefined, upper: undefined }
  const point = betaOf(whole)
  const hit = clusters.filter((cluster) => cluster.together > 0).length
  const exact = sharedCause(failures, Math.max(together / cases, exactInterval(hit, clusters.length, TWO_SIDED).high))
  return { ...about, point, upper: Math.max(point, exact, resampledUpper(clusters, random)) }
}

function resampledUpper(clusters: readonly Cluster[], random: () => number): number {
  const drawn = Float64Array.from({ length: RESAMPLES }, () => {
    const sum = emptyLike(clusters[0]!)
    for (let draw = 0; draw < clusters.length; draw++)
      add(sum, clusters[Math.min(clusters.length - 1, Math.floor(random() * clusters.length))]!)
    return betaOf(sum)
  }).sort()
  return drawn[Math.ceil(LEVEL * RESAMPLES) - 1]!
}

/** 1 where some barrier never failed: nothing speaks against a shared cause. */
function betaOf({ cases, failed, together }: Cluster): number {
  if (Math.min(...failed) === 0) return 1
  const failures = failed.map((count) => count / cases)
  return sharedCause(failures, together / cases)
}

function sumOf(clusters: readonly Cluster[]): Cluster {
  const sum = emptyLike(clusters[0])
  for (const cluster of clusters) add(sum, cluster)
  return sum
}

function emptyLike(cluster: Cluster | undefined): Cluster {
  return { cases: 0, failed: cluster?.failed.map(() => 0) ?? [], together: 0 }
}

function add(sum: Cluster, { cases, failed, together }: Cluster): void {
  sum.cases += cases
  sum.together += together
  for (let place = 0; place < failed.length; place++) sum.failed[place]! += failed[place]!
}

/** By name, so that the order of the cases does not matter. */
function clustersOf(trials: readonly JointTrial[]): Cluster[] {
  const found = new Map<string, Cluster>()
  for (const { cluster, failed } of trials) {
    const one = found.get(cluster) ?? { cases: 0, failed: failed.map(() => 0), together: 0 }
    found.set(cluster, one)
    one.cases++
    one.together += Number(failed.every(Boolean))
    for (const [place, hasFailed] of failed.entries()) one.failed[place]! += Number(hasFailed)
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cluster]) => cluster)
}
