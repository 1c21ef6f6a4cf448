import { type CaseHistory, caseHistory } from '#assurance/evaluations'
import { readSeenCase, type SeenCase } from '#assurance/evaluations/store'
import { type AssuranceCase, type CaseReader, mayRead } from '#assurance/incidents'
import { casesProvenBy, changesOfControls } from '#assurance/incidents/store'
import type { EvaluationCase } from '#core/vocabulary'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** A change of an incident or a near miss that an evaluation's case is to prove. */
interface ProvenChange {
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
    const controls = [...new Set(sightings.flatMap((one) => one.control ?? []))]
    const changes = await changesOfControls(work, controls)
    const named = (await casesProvenBy(work, key)).filter((one) => mayRead(one, reader))
    const proves = named.flatMap((of) =>
      of.changes
        .filter(({ regressionKey, withdrawn }) => regressionKey === key && withdrawn === null)
        .map((change) => ({ of, change })),
    )
    return { ...seen, ...caseHistory(sightings, changes), proves }
  })
}

/** A run as it is compared. */
interface TestedRun {
  at: string
  controlId: string | null
  list: readonly Pick<EvaluationCase, 'control'>[]
}

/** Whether what two runs test was changed between them, as a case of an incident says. */
export async function isChangedBetween(work: InTransaction, one: TestedRun, other: TestedRun): Promise<boolean> {
  const tested = [one, other].flatMap(({ controlId, list }) => [controlId, ...list.map(({ control }) => control)])
  const changes = await changesOfControls(work, [...new Set(tested.flatMap((control) => control ?? []))])
  return changes.some(({ at }) => at < one.at !== at < other.at)
}
