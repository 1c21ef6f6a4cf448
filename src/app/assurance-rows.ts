import type { RunSummary } from '#assurance/evaluations/store'
import type {
  ControlDoubtRow,
  ControlRow,
  ControlState,
  EvaluationRow,
  MovementRow,
  ScenarioRow,
} from '#contract/assurance'
import { wilsonInterval } from '#core/statistics'
import type { AssessedControl, AssessedScenario } from '#flows/assurance'
import type { ToldMovement } from '#flows/scenario-movements'

/** A control as the API shows it: what is not known is `null`. */
export function controlRowOf({
  assessment,
  halfLifeDays: _,
  probeIntervalSeconds: __,
  failuresFrom: ___,
  ...control
}: AssessedControl): ControlRow {
  const { coverage, liveness, efficacy, failure, reasons } = assessment
  return {
    ...control,
    doubts: control.doubts.map(doubtRowOf),
    state: stateOf(assessment),
    coverage: coverage ?? null,
    liveness: { state: liveness.state, seenAt: liveness.seenAt ?? null },
    efficacy: efficacy ?? null,
    ...{ failure, reasons },
  }
}

function doubtRowOf({ ground, ...doubt }: AssessedControl['doubts'][number]): ControlDoubtRow {
  return { ...doubt, part: ground }
}

function stateOf({ coverage, liveness, efficacy }: AssessedControl['assessment']): ControlState {
  if (liveness.state === 'dead') return 'dead'
  return liveness.state === 'live' && coverage && efficacy ? 'measured' : 'unknown'
}

/** A scenario as the API shows it, its barriers by name and state. */
export function scenarioRowOf(
  { residual, barriers: _, ...scenario }: AssessedScenario,
  controls: readonly AssessedControl[],
): ScenarioRow {
  const byId = new Map(controls.map((control) => [control.id, control]))
  const { barriers, withinAppetite, ...rest } = residual
  return {
    ...scenario,
    residual: { ...rest, withinAppetite: withinAppetite ?? null },
    barriers: barriers.map(({ lossFactor, ...barrier }) => {
      const control = byId.get(barrier.control)
      return {
        ...barrier,
        name: control?.name ?? barrier.control,
        state: control ? stateOf(control.assessment) : 'unknown',
        doubts: control?.doubts.map(doubtRowOf) ?? [],
        limits: control?.limits ?? [],
        lossFactor: Number.isFinite(lossFactor) ? lossFactor : null,
      }
    }),
  }
}

export function movementRowOf({ at, from, to, control, name, because, cause }: ToldMovement): MovementRow {
  const { aspect = null, of: kind = null, source = null } = cause.kind === 'evidence' ? cause : {}
  return { at, from, to, control, name, because, cause: cause.kind, aspect, kind, source }
}

/** A run with its failure rate among the cases that have a verdict. */
export function evaluationRowOf({ outcome, ...run }: RunSummary): EvaluationRow {
  const judged = run.passed + run.failed
  return {
    ...run,
    failureRate: judged === 0 ? null : { value: run.failed / judged, interval: wilsonInterval(run.failed, judged) },
    dropped: outcome.dropped,
  }
}
