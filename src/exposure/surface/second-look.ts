import type { SeenWeakness } from '#core/vocabulary'

/** Rules that tell of what did not answer: one look shows too little, for a host may be off or slow. */
export const rulesOfSilence: readonly string[] = ['stale-a-record']

/** Whether a weakness is one only when a second look sees it, too. */
export function needsSecondLook({ ruleId }: Pick<SeenWeakness, 'ruleId'>): boolean {
  return rulesOfSilence.includes(ruleId)
}
