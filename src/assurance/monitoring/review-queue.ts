/** A queue in which people review what a system wants to do. */
export interface ReviewQueue {
  id: string
  title: string
  /** The human barrier that its reviewers are. */
  controlId: string
  /** Probability that an item is followed by a seeded one that is wrong, or right. */
  wrongShare: number
  rightShare: number
  /** Wrong items that are needed before anything is said. */
  leastSeeds: number
}

/** What a reviewer decides of an item: it does not take effect, or it does. */
export type ReviewDecision = 'stop' | 'pass'

/** What is known of a seeded item. */
export type SeedTruth = 'wrong' | 'right'

/** What reviewers see of an item, be it real or seeded: nothing more is told. */
export interface ReviewItem {
  id: string
  title: string
  body: string
}

/** Which seeds go along with items that arrive, by one random number each. Pure. */
export function seedsFor(
  arriving: number,
  { wrongShare, rightShare }: Pick<ReviewQueue, 'wrongShare' | 'rightShare'>,
  random: () => number,
): SeedTruth[] {
  return Array.from({ length: arriving }, random).flatMap((value): SeedTruth[] => {
    if (value < wrongShare) return ['wrong']
    return value < wrongShare + rightShare ? ['right'] : []
  })
}

/** Outcomes of seeded items count together, once there are so many: a single one would tell which item it was. */
export const COUNTED_TOGETHER = 5
