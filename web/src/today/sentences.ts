import type { Overview } from '@contract/overview.ts'

/** The sentence the user came for. */
export function answerOf({ open, overdue, assumedNow, coverage }: Overview): string {
  const total = open.now + open.soon + open.scheduled + open.defer
  if (total === 0)
    return coverage.covered === coverage.components ? 'Nothing to fix today.' : 'Nothing known to fix today.'
  const parts = [nowWords(open.now - assumedNow, assumedNow)]
  if (open.soon > 0) parts.push(`${open.soon.toLocaleString()} soon`)
  if (overdue > 0) parts.push(`${overdue.toLocaleString()} overdue`)
  return `${parts.join(', ')}.`
}

/** What is known to be urgent, apart from what is so only as long as nobody said otherwise. */
export function nowWords(firm: number, assumed: number): string {
  if (firm + assumed === 0) return 'Nothing to fix now'
  const known = firm > 0 ? `${firm.toLocaleString()} to fix now` : ''
  const unproven =
    assumed > 0 ? `${assumed.toLocaleString()}${firm > 0 ? ' more' : ' to fix now'} if assumptions hold` : ''
  return [known, unproven].filter((part) => part !== '').join(', ')
}
