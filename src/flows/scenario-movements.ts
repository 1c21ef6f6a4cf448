import { readControls } from '#assurance/controls/store'
import { evidenceSums, type RecentPiece, recentPieces } from '#assurance/evidence/store'
import { reckoned } from '#assurance/reviews'
import { readAssumptions } from '#assurance/reviews/store'
import { type ControlPast, holding, type Movement, movementsOf } from '#assurance/threats'
import { readMeasures } from '#assurance/threats/store'
import { type AssessedScenario, decaying } from './assurance.ts'
import type { FlowContext } from './context.ts'
import { standingOfControls } from './standing-of-controls.ts'

/** So many pieces of each aspect of a control are looked back on. */
const MOST_PIECES = 300
const MOST = 12

/** A movement with the name of the layer, and why in words. */
export interface ToldMovement extends Movement {
  name: string
  because: string
}

/** The last times that a scenario's risk moved, from the evidence of its layers; newest first. */
export async function movementsOfScenario(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  workspaceId: string,
  scenario: AssessedScenario,
): Promise<ToldMovement[]> {
  const ids = [...new Set(scenario.barriers.map(({ control }) => control))]
  return database.inWorkspace(workspaceId, async (work) => {
    const { beta, halfLifeDays } = reckoned(await readAssumptions(work))
    const controls = await readControls(work, ids)
    const days = Map.groupBy(await evidenceSums(work, ids), ({ controlId }) => controlId)
    const pieces = Map.groupBy(await recentPieces(work, ids, MOST_PIECES), ({ controlId }) => controlId)
    const standings = await standingOfControls(work, controls)
    const pasts = controls.map((control): ControlPast => {
      const own = pieces.get(control.id) ?? []
      return {
        ...{ control: decaying(control, halfLifeDays), days: days.get(control.id) ?? [], pieces: own },
        ...{ from: completeFrom(own), limits: standings.get(control.id)?.limits ?? [] },
      }
    })
    const names = new Map(controls.map(({ id, name }) => [id, name]))
    const measured = holding(await readMeasures(work), new Map(controls.map((one) => [one.id, one])), clock())
    return movementsOf(scenario, pasts, { beta: { ...beta, measured }, now: clock(), most: MOST }).map((movement) => {
      const name = names.get(movement.control)!
      return { ...movement, name, because: wordsOf(movement, name) }
    })
  })
}

/** Where one aspect has more pieces than were read, all before its oldest is incomplete. */
function completeFrom(pieces: readonly RecentPiece[]): string {
  return (
    [...Map.groupBy(pieces, ({ aspect }) => aspect).values()]
      .flatMap((own) => (own.length < MOST_PIECES ? [] : [own[0]!.at]))
      .sort()
      .at(-1) ?? ''
  )
}

function wordsOf({ cause }: Movement, name: string): string {
  if (cause.kind === 'silence') return `no probe showed for too long that ${name} is alive`
  if (cause.kind === 'untraced') return `no traces showed for too long how much ${name} sees`
  if (cause.kind === 'proven') return `a change of ${name} was proven: failures from before it count no more`
  const { of, aspect, held, failed } = cause
  if (aspect === 'liveness') return `a probe found ${name} ${failed > 0 ? 'dead' : 'alive'}`
  const [all, good] = [held + failed, held].map((count) => count.toLocaleString('en'))
  if (aspect === 'coverage') return `${good} of ${all} demands were seen to pass through ${name}`
  if (of === 'incident' || of === 'near-miss')
    return `${name} ${failed > 0 ? 'failed' : 'held'} in ${of === 'incident' ? 'an incident' : 'a near miss'}`
  return `${name} held in ${good} of ${all} demands of ${of === 'evaluation' ? 'an evaluation' : 'its traces'}`
}
