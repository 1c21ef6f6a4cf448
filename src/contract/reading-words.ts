import type { ProblemDocument } from './problem.ts'

/** How far the reading of all findings is, in a sentence. */
export function readingWords({ read, total, seconds }: NonNullable<ProblemDocument['reading']>): string {
  const all = total === null ? 'all findings' : `${total.toLocaleString('en')} findings`
  if (total !== null && read >= total) return `All ${all} are read and are being put in order${leftWords(seconds)}.`
  return `Reading ${read > 0 ? `${read.toLocaleString('en')} of ` : ''}${all}${leftWords(seconds)}.`
}

function leftWords(seconds: number | null): string {
  return seconds === null ? '' : `: about ${seconds} ${seconds === 1 ? 'second' : 'seconds'} more`
}
