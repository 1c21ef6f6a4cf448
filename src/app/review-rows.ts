import type { ReviewQueueRow, ReviewReadingRow } from '#contract/review-queues'
import type { ReviewReading } from '#core/statistics'
import type { CalibratedQueue } from '#flows/review-queues'

/** A queue as it is shown. @param knowsSeeds whether who looks may know how many seeds are left */
export function queueRowOf(
  { controlId: control, reading, ...queue }: CalibratedQueue,
  knowsSeeds: boolean,
): ReviewQueueRow {
  return { ...queue, control, seedsLeft: knowsSeeds ? queue.seedsLeft : null, reading: readingRowOf(reading) }
}

/** A reading as it is shown: what is not known is `null`. */
export function readingRowOf(reading: ReviewReading): ReviewReadingRow {
  const { catchRate, falseAlarmRate, sensitivity, criterion } = reading
  return {
    ...reading,
    ...{ catchRate: catchRate ?? null, falseAlarmRate: falseAlarmRate ?? null },
    ...{ sensitivity: sensitivity ?? null, criterion: criterion ?? null },
  }
}
