import type { Overview } from '@contract/overview.ts'

/** The sentence the user came for. */
export function answerOf({ open, overdue, coverage }: Overview): string {
  const total = open.now + open.soon + open.scheduled + open.defer
  if (total === 0)
    return coverage.covered === coverage.components ? 'Nothing to fix today.' : 'Nothing known to fix today.'
  const parts = [open.now > 0 ? `${open.now.toLocaleString()} to fix now` : 'Nothing to fix now']
  if (open.soon > 0) parts.push(`${open.soon.toLocaleString()} soon`)
  if (overdue > 0) parts.push(`${overdue.toLocaleString()} overdue`)
  return `${parts.join(', ')}.`
}
