import { counted } from '@contract/fix-words.ts'
import type { DueReviewRow } from '@contract/reviews.ts'
import { Link } from '@tanstack/react-router'
import { Subject } from '../reviews/subject.tsx'

/** So many are named. */
const MOST = 3

/** Reviews that are due: first what a case asks to be looked at again, by name. */
export function ReviewsDue({ reviews }: { reviews: readonly DueReviewRow[] }) {
  const due = reviews.filter(({ isDue }) => isDue)
  if (due.length === 0) return null
  const today = new Date().toISOString().slice(0, 10)
  const after = due.filter(({ reasons }) => reasons.some(({ kind, on }) => kind === 'case' && on <= today))
  const rest = due.length - after.length
  return (
    <ul aria-label="Reviews" className="mt-1">
      {after.length > 0 && (
        <li className="flex flex-wrap items-baseline gap-x-2">
          <span aria-hidden className="font-semibold text-soon">
            ◆
          </span>
          <Link to="/assurance/reviews" className="text-accent underline">
            {counted(after.length, 'review')} {after.length === 1 ? 'is' : 'are'} due after a case
          </Link>
          <span className="text-muted">of</span>
          {after.slice(0, MOST).map((review) => (
            <Subject key={`${review.kind} ${review.id}`} review={review} />
          ))}
          {after.length > MOST && <span className="text-muted">and {after.length - MOST} more</span>}
        </li>
      )}
      {rest > 0 && (
        <li>
          <Link to="/assurance/reviews" className="text-accent underline">
            {counted(rest, after.length > 0 ? 'other review' : 'review')} {rest === 1 ? 'is' : 'are'} due
          </Link>
        </li>
      )}
    </ul>
  )
}
