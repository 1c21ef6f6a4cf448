import type { CaseChange } from './case.ts'

/** The last day on which an exception may hold that is accepted now: a year at most, and so the same day of the next. */
export function latestException(now: string): string {
  const day = new Date(now)
  const next = new Date(Date.UTC(day.getUTCFullYear() + 1, day.getUTCMonth(), day.getUTCDate()))
  // Of 29 February the next year has none: the day before 1 March.
  if (next.getUTCMonth() !== day.getUTCMonth()) next.setUTCDate(0)
  return next.toISOString().slice(0, 10)
}

/** Who answers for a change; for an exception whoever accepted it, where nobody else is named. */
export function ownerOfChange({ kind, owner }: Pick<CaseChange, 'kind' | 'owner'>, by: string): string | null {
  return kind === 'exception' ? (owner ?? by) : owner
}
