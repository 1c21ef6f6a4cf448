import type { RunSummary } from '#assurance/evaluations/store'
import type { ControlDoubtRow, ControlRow, ControlState } from '#contract/controls'
import type { EvaluationRow } from '#contract/evaluations'
import type { EvidencePieceList } from '#contract/evidence'
import type { DriverRow, MovementRow, ScenarioRow } from '#contract/scenario-rows'
import { wilsonInterval } from '#core/statistics'
import type { AssessedControl, AssessedScenario } from '#flows/assurance'
import type { PageOfPieces } from '#flows/control-evidence'
import type { MovementsOfScenario } from '#flows/scenario-movements'
import { driverWords } from './movement-words.ts'

/** A control as the API shows it: what is not known is `null`. */
export function controlRowOf({ assessment, halfLifeDays: _, cleared: __, ...control }: AssessedControl): ControlRow {
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

/** What was measured is weak where it lets more than half through: our own line. */
const WEAK = 0.5
/** What lets nearly everything through does not hold: our own line. */
const FAILING = 0.99

function stateOf({ coverage, liveness, efficacy, failure }: AssessedControl['assessment']): ControlState {
  if (liveness.state === 'dead') return 'dead'
  // Nothing passes through it: what else it could do is of no account.
  if (coverage?.share === 0) return 'failing'
  if (liveness.state !== 'live' || !coverage || !efficacy) return 'unknown'
  if (failure >= FAILING) return 'failing'
  return failure > WEAK ? 'weak' : 'measured'
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
        retiredSystem: control?.retiredSystem ?? null,
        lossFactor: Number.isFinite(lossFactor) ? lossFactor : null,
      }
    }),
  }
}

/** Movements as the API shows them, each with all that made it: what moved it most first. */
export function movementRowsOf({ movements, names }: MovementsOfScenario): MovementRow[] {
  const nameOf = (control: string) => names.get(control) ?? control
  return movements.map(({ drivers, ...movement }) => ({
    ...movement,
    drivers: drivers
      .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
      .map((driver) => driverRowOf(driver, movement.at, nameOf)),
  }))
}

/** Evidence is about another time where that lies so far before it was recorded. */
const LATE_MS = 3_600_000

function driverRowOf(
  driver: MovementsOfScenario['movements'][number]['drivers'][number],
  at: string,
  nameOf: (control: string) => string,
): DriverRow {
  const { cause, failure, change } = driver
  const control = 'control' in cause ? cause.control : null
  const evidence = cause.kind === 'evidence' ? cause : undefined
  const seen = evidence?.seen ?? null
  return {
    ...{ cause: cause.kind, because: driverWords(driver, nameOf), control, failure, change, seen },
    ...{ name: control === null ? null : nameOf(control), source: evidence?.source ?? null },
    ...{ aspect: evidence?.aspect ?? null, kind: evidence?.of ?? null },
    late: seen !== null && Date.parse(at) - Date.parse(seen.to) > LATE_MS,
  }
}

/** Pieces of evidence as the API shows them. */
export function pieceRowsOf({ pieces, next }: PageOfPieces): EvidencePieceList {
  return {
    pieces: pieces.map(({ controlId: _, cleared: __, ...piece }) => piece),
    next: next ? `${next.at} ${next.position}` : null,
  }
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
