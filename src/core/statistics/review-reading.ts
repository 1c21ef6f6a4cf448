import { type Bounds, exactInterval } from './proportion.ts'
import { calibrateReviewer, type SeededReviews } from './reviewer.ts'

/**
 * How reviews read: `too-few` seeds to say, `rubber-stamping` where what is wrong is let through, `over-rejecting` where what
 * is right is stopped, `cannot-tell` where wrong and right are hardly told apart, else `good`.
 */
export type ReviewVerdict = 'too-few' | 'rubber-stamping' | 'over-rejecting' | 'cannot-tell' | 'good'

/** What seeded items tell of a human barrier. What they do not tell is `undefined`, never zero. */
export interface ReviewReading {
  verdict: ReviewVerdict
  /** Of the wrong items those that were stopped: Clopper and Pearson (1934), 95 %. */
  catchRate: { value: number; interval: Bounds } | undefined
  /** Of the right items those that were stopped. */
  falseAlarmRate: { value: number; interval: Bounds } | undefined
  /** d′, how well wrong is told from right, and c, the inclination to let through; both need wrong and right items. */
  sensitivity: number | undefined
  criterion: number | undefined
  /** Probability of failure on demand by the upper bound; 1 without a wrong item. */
  failureBound: number
}

/** Wrong items that a reading needs, unless a queue says otherwise. */
export const USUAL_SEEDS = 20
/** So far from neutral the inclination decides, whatever was told apart; our own lines. */
const LENIENT = 1
const STRICT = -0.5
/** Below it wrong and right are hardly told apart. */
const BLIND = 1

/** Reads the outcomes of seeded items (signal detection: Green & Swets, 1966; corrected after Hautus, 1995). */
export function readReviews(seeded: SeededReviews, least: number = USUAL_SEEDS): ReviewReading {
  const { hits, misses, falseAlarms, correctRejections } = seeded
  const [wrong, right] = [hits + misses, falseAlarms + correctRejections]
  const { sensitivity, criterion, failureBound } = calibrateReviewer(seeded)
  const isTold = wrong > 0 && right > 0
  const known = {
    catchRate: wrong === 0 ? undefined : { value: hits / wrong, interval: exactInterval(hits, wrong) },
    falseAlarmRate:
      right === 0 ? undefined : { value: falseAlarms / right, interval: exactInterval(falseAlarms, right) },
    sensitivity: isTold ? sensitivity : undefined,
    criterion: isTold ? criterion : undefined,
  }
  return { ...known, failureBound, verdict: verdictOf(known, wrong, least) }
}

type Known = Pick<ReviewReading, 'catchRate' | 'falseAlarmRate' | 'sensitivity' | 'criterion'>

function verdictOf({ catchRate, sensitivity, criterion }: Known, wrong: number, least: number): ReviewVerdict {
  if (!catchRate || wrong < least) return 'too-few'
  // Most of what is wrong is let through, beyond what chance could have done, or with a strong inclination to.
  const lets =
    catchRate.interval.high < 0.5 || (catchRate.value < 0.5 && criterion !== undefined && criterion >= LENIENT)
  if (lets) return 'rubber-stamping'
  if (criterion !== undefined && criterion <= STRICT) return 'over-rejecting'
  if (sensitivity !== undefined && sensitivity < BLIND) return 'cannot-tell'
  return 'good'
}
