import { counted } from '@contract/fix-words.ts'
import type { DueReviewRow } from '@contract/reviews.ts'

export const subjectWords: Readonly<Record<DueReviewRow['kind'], string>> = {
  scenario: 'risk',
  control: 'control',
  'ai-system': 'AI system',
  assumption: 'assumption',
  'case-change': 'change',
  'case-exception': 'exception',
}

/** What is due now, and otherwise what will be next. */
export function reviewsAnswer(reviews: readonly DueReviewRow[]): string {
  if (reviews.length === 0) return 'Nothing is registered that could be reviewed'
  const due = reviews.filter(({ isDue }) => isDue)
  if (due.length === 0)
    return `Nothing is due; the next is the ${subjectWords[reviews[0]!.kind]} “${reviews[0]!.name}”, on ${reviews[0]!.due}`
  const forced = due.filter(({ reasons }) =>
    reasons.some(({ kind, on }) => on <= today() && unexpected.has(kind)),
  ).length
  const because =
    forced === 0
      ? ''
      : forced === due.length
        ? ' because something happened'
        : `, ${forced.toLocaleString()} because something happened`
  return `${counted(due.length, 'review')} ${due.length === 1 ? 'is' : 'are'} due${because}`
}

const unexpected = new Set<DueReviewRow['reasons'][number]['kind']>(['change', 'case', 'dead', 'suspect'])

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
