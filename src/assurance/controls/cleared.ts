import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'

/** Evidence of one kind that counts no more: failures that changes were proven against, and what cases said otherwise since. */
export interface ClearedEvidence {
  kind: AssuranceEvidenceKind
  demands: number
  /** Σ demands · weight. */
  weighted: number
  /** Of passes their day, by which they fade; left out: failures, which do not. */
  day?: string
  /** Its case said something else since; left out: a change was proven against it. */
  corrected?: true
}

interface Sum extends Pick<ClearedEvidence, 'kind' | 'demands' | 'weighted'> {
  aspect: ControlAspect
  result: EvidenceResult
  day: string
}

const DAY_MS = 86_400_000

/** Evidence without what was cleared. */
export function withoutCleared<Day extends Sum>(
  days: readonly Day[],
  cleared: readonly ClearedEvidence[],
  halfLifeDays: number,
): readonly Day[] {
  return cleared.reduce<readonly Day[]>((left, one) => withoutOne(left, one, halfLifeDays), days)
}

/** Failures do not fade, so that it is all one of which day they are; passes are of their day, or of a sum as of a later one. */
function withoutOne<Day extends Sum>(
  days: readonly Day[],
  { kind, day: ofDay, ...cleared }: ClearedEvidence,
  halfLifeDays: number,
): readonly Day[] {
  const result = ofDay === undefined ? 'fail' : 'pass'
  const rest = { demands: cleared.demands, weighted: cleared.weighted }
  const takeFrom = (sum: Day): Day[] => {
    const isMeant = sum.aspect === 'efficacy' && sum.kind === kind && sum.result === result
    if (rest.demands === 0 || !isMeant || (ofDay !== undefined && sum.day < ofDay)) return [sum]
    const faded = ofDay === undefined ? 1 : 0.5 ** ((Date.parse(sum.day) - Date.parse(ofDay)) / DAY_MS / halfLifeDays)
    const demands = Math.min(sum.demands, rest.demands)
    const weighted = Math.min(sum.weighted, rest.weighted * faded)
    rest.demands -= demands
    rest.weighted -= weighted / faded
    return demands < sum.demands
      ? [{ ...sum, demands: sum.demands - demands, weighted: Math.max(0, sum.weighted - weighted) }]
      : []
  }
  // The nearest day first: later ones hold it only where they are sums.
  const inOrder = ofDay === undefined ? days : days.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))
  return inOrder.flatMap(takeFrom)
}
