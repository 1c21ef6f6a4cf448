import type { ReviewReadingRow } from '@contract/review-queues.ts'
import { verdictHints, verdictWords } from './reading-words.ts'

const looks: Readonly<Record<ReviewReadingRow['verdict'], { mark: string; look: string }>> = {
  good: { mark: '■', look: 'bg-holding-tint text-holding border-transparent' },
  'over-rejecting': { mark: '◆', look: 'bg-soon-tint text-soon border-transparent' },
  'cannot-tell': { mark: '◆', look: 'bg-soon-tint text-soon border-transparent' },
  'rubber-stamping': { mark: '✕', look: 'text-now border-current border-dashed' },
  'too-few': { mark: '', look: 'hatched border-line border-dashed' },
}

/** How reviewers do, by mark and word. */
export function ReadingMark({ verdict }: Pick<ReviewReadingRow, 'verdict'>) {
  const { mark, look } = looks[verdict]
  return (
    <span className={`inline-flex rounded-md border px-1.5 text-sm font-medium ${look}`} title={verdictHints[verdict]}>
      <span className={`inline-flex items-center gap-1.5 ${verdict === 'too-few' ? 'bg-paper px-1' : ''}`}>
        {mark && <span aria-hidden>{mark}</span>}
        {verdictWords[verdict]}
      </span>
    </span>
  )
}
