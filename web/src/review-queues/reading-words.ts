import { intervalWords } from '@contract/number-words.ts'
import type { ReviewQueueRow, ReviewReadingRow } from '@contract/review-queues.ts'

type Verdict = ReviewReadingRow['verdict']

/** What a reading says of reviewers, in words. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  'too-few': 'too few seeds to say',
  'rubber-stamping': 'rubber-stamping',
  'over-rejecting': 'over-rejecting',
  'cannot-tell': 'wrong and right are hardly told apart',
  good: 'holds',
}

/** What that means, and what to do about it. */
export const verdictHints: Readonly<Record<Verdict, string>> = {
  'too-few': 'More items whose answer is known are needed before anything can be said.',
  'rubber-stamping':
    'Most of what is wrong is let through. Fewer items, more time for each, or a second look would change it.',
  'over-rejecting': 'Much of what is right is stopped: say more clearly what is wrong.',
  'cannot-tell':
    'What is stopped is hardly more often wrong than what is let through: show what one would need to judge by.',
  good: 'Most of what is wrong is stopped, and most of what is right is not.',
}

/** How much of what is wrong is stopped, with what so few seeds leave open. */
export function catchWords({ reading: { catchRate }, seeded }: Pick<ReviewQueueRow, 'reading' | 'seeded'>): string {
  if (!catchRate) return 'no wrong item was counted yet'
  return `${seeded.hits.toLocaleString()} of ${(seeded.hits + seeded.misses).toLocaleString()} wrong items were stopped: ${intervalWords(catchRate.interval)}`
}

/** What is seen in queues of each reading, the worst first; few seeds say nothing, and least of all that people look. */
const seen: readonly (readonly [Verdict, string])[] = [
  ['rubber-stamping', 'most of what is wrong is let through'],
  ['cannot-tell', 'wrong is hardly told from right'],
  ['over-rejecting', 'too much of what is right is stopped'],
  ['good', 'most of what is wrong is stopped'],
]

/** What is known of all queues together. */
export function queuesAnswer(queues: readonly Pick<ReviewQueueRow, 'reading'>[]): string {
  const all = queues.length
  if (all === 0) return 'No review queue yet: do the people who review look?'
  const count = (verdict: Verdict) => queues.filter(({ reading }) => reading.verdict === verdict).length
  const unknown = count('too-few')
  if (unknown === all) return 'Whether people look is not known yet: too few seeds were decided.'
  const parts = seen.flatMap(([verdict, what]) => {
    const own = count(verdict)
    return own === 0
      ? []
      : [all === 1 ? what : `${what} in ${own.toLocaleString()} of ${all.toLocaleString()} review queues`]
  })
  const rest = unknown > 0 ? [`of ${unknown.toLocaleString()} it is not known yet`] : []
  const words = [...parts, ...rest].join('; ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
