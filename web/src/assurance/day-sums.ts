import type { ControlDetail } from '@contract/controls.ts'

type Evidence = ControlDetail['evidence'][number]

/** One day of evidence of one aspect. */
export interface DaySum {
  day: string
  passed: number
  failed: number
}

const DAY_MS = 86_400_000
/** More bars than this could not be told apart. */
const MOST_DAYS = 120

/** What is no demand with a known outcome moves nothing. */
export function isCounted({ kind, result }: Pick<Evidence, 'kind' | 'result'>): boolean {
  return kind !== 'attestation' && kind !== 'review' && (result === 'pass' || result === 'fail')
}

/** Passes and failures by day from the first to the last, with days of nothing between; at most the newest 120. */
export function daySums(evidence: readonly Evidence[]): DaySum[] {
  const sums = new Map<string, DaySum>()
  for (const one of evidence.filter(isCounted)) {
    const sum = sums.get(one.day) ?? { day: one.day, passed: 0, failed: 0 }
    sums.set(one.day, sum)
    sum[one.result === 'pass' ? 'passed' : 'failed'] += one.demands
  }
  const days = [...sums.keys()].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const from = Math.max(Date.parse(first), Date.parse(last) - (MOST_DAYS - 1) * DAY_MS)
  return Array.from({ length: (Date.parse(last) - from) / DAY_MS + 1 }, (_, index) => {
    const day = new Date(from + index * DAY_MS).toISOString().slice(0, 10)
    return sums.get(day) ?? { day, passed: 0, failed: 0 }
  })
}
