import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'

/** Failures of one kind that changes were proven against: they count no more. */
export interface ClearedFailures {
  kind: AssuranceEvidenceKind
  demands: number
  /** Σ demands · weight. */
  weighted: number
}

interface Sum extends ClearedFailures {
  aspect: ControlAspect
  result: EvidenceResult
}

/** Evidence without the failures that were cleared; failures do not fade, so that it is all one of which day they are. */
export function withoutCleared<Day extends Sum>(
  days: readonly Day[],
  cleared: readonly ClearedFailures[],
): readonly Day[] {
  if (cleared.length === 0) return days
  const left = new Map(cleared.map(({ kind, demands, weighted }) => [kind, { demands, weighted }]))
  return days.flatMap((day) => {
    const rest = day.aspect === 'efficacy' && day.result === 'fail' ? left.get(day.kind) : undefined
    if (!rest) return [day]
    const demands = Math.min(day.demands, rest.demands)
    const weighted = Math.min(day.weighted, rest.weighted)
    left.set(day.kind, { demands: rest.demands - demands, weighted: rest.weighted - weighted })
    return demands < day.demands ? [{ ...day, demands: day.demands - demands, weighted: day.weighted - weighted }] : []
  })
}
