import { readControls } from '#assurance/controls/store'
import { judgeRun, usualTerms } from '#assurance/evaluations'
import {
  type ControlRun,
  casesOfControl,
  forgetGates,
  keepGate,
  noteJudged,
  runsOfControl,
  runsToJudge,
  seriesOf,
} from '#assurance/evaluations/store'
import type { Database } from '#platform/database'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/**
 * Runs that came in since → each control that they test, judged run by run in the order of their times. A run that comes
 * later but is older has those after it judged again: what is known is a function of the set of runs.
 */
export async function judgeEvaluations(work: InTransaction, workspaceId: string): Promise<number> {
  const waiting = await runsToJudge(work)
  const mostOf = new Map((await readControls(work)).map(({ id, mostFailures }) => [id, mostFailures]))
  let judged = 0
  for (const [controlId, [first]] of Map.groupBy(waiting, (run) => run.controlId)) {
    await forgetGates(work, first!)
    for (const run of await runsOfControl(work, controlId, first!)) {
      await judge(work, workspaceId, run, mostOf.get(controlId) ?? usualTerms.mostFailures)
      judged++
    }
  }
  await noteJudged(work)
  return judged
}

async function judge(work: InTransaction, workspaceId: string, run: ControlRun, mostFailures: number): Promise<void> {
  const series = await seriesOf(work, run)
  const cases = await casesOfControl(work, run.runId, run.controlId)
  const before = series && { cases: await casesOfControl(work, series.nextBaselineId, run.controlId) }
  await keepGate(work, workspaceId, run, judgeRun({ cases }, before, { ...usualTerms, mostFailures }), series)
}
