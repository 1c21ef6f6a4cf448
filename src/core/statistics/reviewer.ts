import { normalQuantile } from './distributions.ts'
import { exactInterval } from './proportion.ts'

/** What became of seeded items in a review queue. */
export interface SeededReviews {
  /** Wrong items that were stopped, and let through. */
  hits: number
  misses: number
  /** Right items that were stopped, and let through. */
  falseAlarms: number
  correctRejections: number
}

export interface ReviewerCalibration {
  /** How well wrong is told from right: 0 is chance. */
  sensitivity: number
  /** Above 0: inclined to let through; below: inclined to stop. */
  criterion: number
  catchRate: number
  /** Upper bound of what slips through: the human barrier's probability of failure. */
  failureBound: number
}

/** Signal detection with the log-linear correction for rates of 0 and 1: Hautus (1995). */
export function calibrateReviewer({
  hits,
  misses,
  falseAlarms,
  correctRejections,
}: SeededReviews): ReviewerCalibration {
  const seeded = hits + misses
  const caught = normalQuantile((hits + 0.5) / (seeded + 1))
  const alarmed = normalQuantile((falseAlarms + 0.5) / (falseAlarms + correctRejections + 1))
  return {
    sensitivity: caught - alarmed,
    criterion: -(caught + alarmed) / 2,
    catchRate: seeded === 0 ? 0 : hits / seeded,
    failureBound: seeded === 0 ? 1 : exactInterval(misses, seeded).high,
  }
}
