import { digestOf } from '#core/kernel'
import { type SequentialTerms, sequentialTest, sequentialVerdict } from '#core/statistics'
import type { EvaluationCase } from '#core/vocabulary'
import type { Dataset, DatasetCase } from './dataset.ts'
import { type AskedWay, keyOfWay, waysOf } from './variants.ts'

/** How a dataset is run. */
export interface RunTerms {
  /** Attempts at each way of each case. */
  repeats: number
  /** Ask each case rephrased and in steps, too. */
  isVaried: boolean
  mostRequests: number
  mostTokens: number
  requestsPerMinute: number
  /** How many conversations go on at once. */
  atOnce: number
  /** Stop as soon as the failure rate is known to be good or bad enough. */
  sequential: SequentialTerms | undefined
}

/** One conversation that is to be held. */
export interface PlannedAttempt {
  /** Key of the way of the case. */
  key: string
  attempt: number
  way: AskedWay
  of: DatasetCase
}

/** How an attempt ended. `insufficient`: nothing can be said, and the note says why. */
export interface AttemptEnd {
  key: string
  attempt: number
  result: EvaluationCase['result']
  /** Names of scorers, or of what went wrong. */
  note: string | null
  /** A judge was heard. */
  isJudged: boolean
}

/** Every attempt of a run, in the order in which they are made: shuffled by `seed`, so that what is asked first is no kind of its own, cluster by cluster. */
export function planOf(
  { cases }: Dataset,
  { repeats, isVaried }: Pick<RunTerms, 'repeats' | 'isVaried'>,
  seed: string,
): PlannedAttempt[] {
  const clusters = [...Map.groupBy(cases, clusterOf)]
  const shuffled = clusters
    .map(([cluster, own]) => ({ own, place: digestOf(`${seed}\n${cluster}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  return shuffled.flatMap(({ own }) =>
    own.flatMap((one) =>
      waysOf(isVaried ? one : { ...one, variation: 'none' }).flatMap((way) =>
        Array.from({ length: repeats }, (_, at) => ({ key: keyOfWay(one.id, way), attempt: at + 1, way, of: one })),
      ),
    ),
  )
}

/** What the outcome of a case hangs together with: its cluster, else itself with its own variants. */
export function clusterOf({ id, cluster }: Pick<DatasetCase, 'id' | 'cluster'>): string {
  return cluster ?? id
}

/** Where a sequential test stands. */
export interface SequentialStanding {
  verdict: 'good' | 'bad' | 'undecided'
  /** Clusters that it has used. */
  used: number
}

/**
 * The test (METHODS: SPRT) over clusters in the order of the plan, as far as they are whole: what ends early by chance does
 * not count early. A cluster fails where a plain case of it failed; of one without a verdict nothing follows.
 */
export function sequentialStanding(
  plan: readonly PlannedAttempt[],
  ends: ReadonlyMap<string, AttemptEnd>,
  terms: SequentialTerms,
): SequentialStanding {
  const outcomes: boolean[] = []
  const plain = plan.filter(({ way }) => way.as === undefined)
  for (const [, own] of Map.groupBy(plain, ({ of }) => clusterOf(of))) {
    const results = own.map((one) => ends.get(unitOf(one))?.result)
    if (results.includes(undefined)) break
    if (results.includes('fail')) outcomes.push(true)
    else if (results.includes('pass')) outcomes.push(false)
  }
  const { verdict, used } = sequentialVerdict(sequentialTest(terms), outcomes)
  return { verdict, used }
}

/** Tells attempts apart. */
export function unitOf({ key, attempt }: Pick<AttemptEnd, 'key' | 'attempt'>): string {
  return `${attempt} ${key}`
}
