import { type CaseHistory, caseHistory } from '#assurance/evaluations'
import { readSeenCase, type SeenCase } from '#assurance/evaluations/store'
import { type AssuranceCase, type CaseReader, mayRead } from '#assurance/incidents'
import { casesProvenBy } from '#assurance/incidents/store'
import type { FlowContext } from './context.ts'

/** A change of an incident or a near miss that an evaluation's case is to prove. */
export interface ProvenChange {
  of: Pick<AssuranceCase, 'id' | 'title' | 'state'>
  change: AssuranceCase['changes'][number]
}

export interface CaseOverRuns extends Omit<SeenCase, 'sightings'>, CaseHistory {
  /** As far as the reader may see them. */
  proves: ProvenChange[]
}

const MOST_RUNS = 200

/** An evaluation's case over its runs, and the cases of incidents that it comes from; `undefined` where no run had it. */
export async function historyOfCase(
  { database }: Pick<FlowContext, 'database'>,
  workspaceId: string,
  { key, control }: { key: string; control?: string | undefined },
  reader: CaseReader,
): Promise<CaseOverRuns | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { sightings, ...seen } = await readSeenCase(work, key, control, MOST_RUNS)
    if (sightings.length === 0) return undefined
    const named = (await casesProvenBy(work, key)).filter((one) => mayRead(one, reader))
    const proves = named.flatMap((of) =>
      of.changes
        .filter(({ regressionKey, withdrawn }) => regressionKey === key && withdrawn === null)
        .map((change) => ({ of, change })),
    )
    return { ...seen, ...caseHistory(sightings), proves }
  })
}
