import {
  assessControl,
  type Control,
  type ControlAssessment,
  type DayOfEvidence,
  recentSince,
} from '#assurance/controls'
import { readControls } from '#assurance/controls/store'
import { latestProbes, sumsToJudge } from '#assurance/evidence/store'
import { type Assumption, reckoned } from '#assurance/reviews'
import { readAssumptions } from '#assurance/reviews/store'
import { holding, type Residual, residualOf } from '#assurance/threats'
import { type KeptScenario, readMeasures, readScenarios } from '#assurance/threats/store'
import { decaying, withBaseRate } from './assumed-terms.ts'
import type { FlowContext } from './context.ts'
import { type ControlStanding, standingOfControls } from './standing-of-controls.ts'

type AssuranceContext = Pick<FlowContext, 'database' | 'clock'>

/** A control with what is known of it now, and what exposure says of it. */
export interface AssessedControl extends Control, ControlStanding {
  assessment: ControlAssessment
}

/** A scenario with what it leaves over now. */
export interface AssessedScenario extends KeptScenario {
  residual: Residual
}

/**
 * Evidence → controls, as of this moment; of some, or of all.
 * @param supposed assumptions in place of those that were stated, for what they would move
 */
export async function assessControls(
  { database, clock }: AssuranceContext,
  workspaceId: string,
  ids?: readonly string[],
  supposed?: readonly Assumption[],
): Promise<AssessedControl[]> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const { halfLifeDays } = reckoned(supposed ?? (await readAssumptions(work)))
    const controls = await readControls(work, ids)
    const daysOf = Map.groupBy(await sumsToJudge(work, recentSince(now), ids), ({ controlId }) => controlId)
    const probeOf = new Map((await latestProbes(work, ids)).map((probe) => [probe.controlId, probe]))
    const standings = await standingOfControls(work, controls)
    return controls.map((control) => {
      const standing = standings.get(control.id)!
      const days: readonly DayOfEvidence[] = daysOf.get(control.id) ?? []
      const assessment = assessControl(
        decaying(control, halfLifeDays),
        days,
        probeOf.get(control.id),
        now,
        standing.limits,
      )
      return { ...control, ...standing, assessment }
    })
  })
}

/** Evidence → controls → residual risk, as of this moment. */
export async function assessAssurance(
  context: AssuranceContext,
  workspaceId: string,
  supposed?: readonly Assumption[],
): Promise<{ controls: AssessedControl[]; scenarios: AssessedScenario[] }> {
  const controls = await assessControls(context, workspaceId, undefined, supposed)
  const { scenarios, assumed, measures } = await context.database.inWorkspace(workspaceId, async (work) => ({
    measures: await readMeasures(work),
    assumed: reckoned(supposed ?? (await readAssumptions(work))),
    scenarios: await readScenarios(work),
  }))
  const measured = holding(measures, new Map(controls.map((control) => [control.id, control])), context.clock())
  const failure = new Map(controls.map(({ id, assessment }) => [id, assessment.failure]))
  return {
    controls,
    scenarios: scenarios
      .map((scenario) => withBaseRate(scenario, assumed.attempts.get(scenario.id)))
      .map((scenario) => ({
        ...scenario,
        residual: residualOf(scenario, (control) => failure.get(control) ?? 1, { ...assumed.beta, measured }),
      })),
  }
}
