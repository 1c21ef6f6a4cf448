import { readControls } from '#assurance/controls/store'
import { evidenceSums, type RecentPiece, recentPieces } from '#assurance/evidence/store'
import { type ControlPast, type DatedTerms, isSame, type Movement, movementsOf } from '#assurance/threats'
import { readTerms } from '#assurance/threats/store'
import type { AssessedScenario } from './assurance.ts'
import type { FlowContext } from './context.ts'
import { termsNow } from './risk-terms.ts'

/** So many pieces of each aspect of a control are looked back on, and of all controls of a scenario together. */
const [MOST_PIECES, MOST_TOGETHER] = [300, 1_200]
const MOST = 12

/** The last times that a scenario's risk moved, newest first, and the names of the controls that moved it. */
export interface MovementsOfScenario {
  movements: Movement[]
  names: ReadonlyMap<string, string>
}

/** By what was known when: what the scenario left over, and all that moved it. */
export async function movementsOfScenario(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
  { id }: Pick<AssessedScenario, 'id'>,
): Promise<MovementsOfScenario> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const kept = await readTerms(work, id)
    const dated = [...kept, ...since(kept, (await termsNow(work, now, id)).get(id), now)]
    const ids = [...new Set(dated.flatMap(({ terms }) => terms.controls.map((control) => control.id)))]
    const most = Math.min(MOST_PIECES, Math.ceil(MOST_TOGETHER / Math.max(1, ids.length)))
    const days = Map.groupBy(await evidenceSums(work, ids), ({ controlId }) => controlId)
    const pieces = Map.groupBy(await recentPieces(work, ids, most), ({ controlId }) => controlId)
    const pasts = ids.map((control): ControlPast => {
      const own = pieces.get(control) ?? []
      return { id: control, days: days.get(control) ?? [], pieces: own, from: completeFrom(own, most) }
    })
    const names = new Map((await readControls(work, ids)).map((control) => [control.id, control.name]))
    return { movements: movementsOf(pasts, dated, { now, most: MOST }), names }
  })
}

/** What holds now, where that was not noted yet. */
function since(kept: readonly DatedTerms[], terms: DatedTerms['terms'] | undefined, now: string): DatedTerms[] {
  const last = kept.at(-1)
  return terms === undefined || (last && isSame(last.terms, terms)) ? [] : [{ at: now, terms }]
}

/** Where one aspect has more pieces than were read, all that was recorded before its oldest is incomplete. */
function completeFrom(pieces: readonly RecentPiece[], most: number): string {
  return (
    [...Map.groupBy(pieces, ({ aspect }) => aspect).values()]
      .flatMap((own) => (own.length < most ? [] : [own.map(({ recordedAt }) => recordedAt).sort()[0]!]))
      .sort()
      .at(-1) ?? ''
  )
}
