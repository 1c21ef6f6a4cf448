import type { CaseHistoryDetail } from '#contract/evaluation-history'
import type { CaseOverRuns } from '#flows/case-history'

/** A case over its runs, as API and command line show it. */
export function caseHistoryRowOf(
  key: string,
  { flakiness, proves, sightings, variants, ...told }: CaseOverRuns,
): CaseHistoryDetail {
  return {
    ...{
      key,
      runs: told.runs,
      of: told.of,
      versions: told.versions.map((one) => ({ ...one, changedAt: one.changedAt ?? null })),
    },
    controls: [...new Set(sightings.flatMap(({ control }) => control ?? []))].sort(),
    sightings: sightings.map(({ turn, ...one }) => ({ ...one, turn: turn ?? null })),
    flakiness: flakiness ?? null,
    variants,
    proves: proves.map(({ of, change }) => ({
      ...{ case: of.id, title: of.title, state: of.state },
      ...{ change: change.id, what: change.what, madeAt: change.madeAt },
    })),
  }
}
