import type { DueReviewRow } from '@contract/reviews.ts'
import { Link } from '@tanstack/react-router'

/** What is to be reviewed, with the way to it. */
export function Subject({ review: { kind, id, name, caseId } }: { review: DueReviewRow }) {
  const looks = 'text-accent underline'
  if (kind === 'scenario')
    return (
      <Link to="/assurance/scenarios/$id" params={{ id }} className={looks}>
        {name}
      </Link>
    )
  if (kind === 'control')
    return (
      <Link to="/assurance/controls/$id" params={{ id }} className={looks}>
        {name}
      </Link>
    )
  if (kind === 'ai-system')
    return (
      <Link to="/assurance/systems/$slug" params={{ slug: id }} className={looks}>
        {name}
      </Link>
    )
  if (caseId !== null)
    return (
      <Link to="/assurance/cases/$id" params={{ id: caseId }} className={`${looks} wrap-anywhere`}>
        {name}
      </Link>
    )
  return <span>{name}</span>
}
