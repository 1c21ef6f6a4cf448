import {
  assessControl,
  type Control,
  type ControlAssessment,
  type DayOfEvidence,
  recentSince,
} from '#assurance/controls'
import { readControls, recordControls } from '#assurance/controls/store'
import { judgedAttempts, type ReadEvaluation, readEvaluation } from '#assurance/evaluations'
import { daysToNearestPass, readRunHeads, recordRun, versionsOfRuns } from '#assurance/evaluations/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence, latestProbes, sumsToJudge } from '#assurance/evidence/store'
import { type Rule, recordRules } from '#assurance/monitoring/store'
import { type Assumption, reckoned } from '#assurance/reviews'
import { readAssumptions, recordAssumptions } from '#assurance/reviews/store'
import { holding, type Residual, residualOf, type Scenario } from '#assurance/threats'
import { type KeptScenario, readMeasures, readScenarios, recordScenarios } from '#assurance/threats/store'
import { digestOf, dropRecord, err, type Instant, type Outcome, ok, problem, type Result } from '#core/kernel'
import type { AiSystem, EvaluationCase } from '#core/vocabulary'
import { recordAiSystems } from '#exposure/inventory/store'
import { type AiRegister, readAiRegister } from '#intake/registers'
import type { Database } from '#platform/database'
import { decaying, withBaseRate } from './assumed-terms.ts'
import { isToCome } from './clock-skew.ts'
import { reopenRefuted } from './closing-proof.ts'
import type { FlowContext } from './context.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { measureSharedCauses } from './shared-causes.ts'
import { type ControlStanding, standingOfControls } from './standing-of-controls.ts'

type AssuranceContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** What a register changed, by id. */
export interface TakenRegister {
  systems: string[]
  controls: string[]
  scenarios: string[]
  assumptions: string[]
  gateways: string[]
  monitors: string[]
  /** How many of each the register holds. */
  holds: Readonly<Record<RegisterList, number>>
}

/** What a register has lists of. */
export const registerLists = ['systems', 'controls', 'scenarios', 'assumptions', 'gateways', 'monitors'] as const
export type RegisterList = (typeof registerLists)[number]

/**
 * Register → AI systems, controls, scenarios, assumptions. The same register again changes nothing; what it does not name
 * any more stays, for evidence hangs on it. Problems: `too-large`, `not-yaml`, `not-a-register`.
 */
export async function takeRegister(
  { database, clock }: AssuranceContext,
  { workspaceId, text }: { workspaceId: string; text: string },
  alongside: Alongside<TakenRegister>,
): Promise<Result<TakenRegister>> {
  const read = readAiRegister(text)
  if (!read.ok) return read
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const taken = await recordRegister(work, workspaceId, read.value, now)
    if (taken.scenarios.length + taken.controls.length > 0) await measureSharedCauses(work, workspaceId, now)
    if (changesOf(taken) > 0) {
      await noteRiskTerms(work, workspaceId, now)
      await alongside(work, taken)
    }
    return ok(taken)
  })
}

/** Writes what a register says, in the caller's transaction. */
export async function recordRegister(
  work: InTransaction,
  workspaceId: string,
  register: AiRegister,
  now: string,
): Promise<TakenRegister> {
  const { systems, controls, scenarios, assumptions } = register
  const stated = assumptions.map(({ stated: statedOn, expires: expiresOn, ...rest }) => ({
    ...rest,
    statedOn,
    expiresOn,
  }))
  const records = {
    systems: await recordAiSystems(work, workspaceId, systems.map(systemOf), now),
    controls: await recordControls(work, workspaceId, controls.map(controlOf), now),
    scenarios: await recordScenarios(work, workspaceId, scenarios.map(scenarioOf), now),
    assumptions: await recordAssumptions(work, workspaceId, stated, now),
  }
  const named = { systems: systems.map(({ id }) => id), controls: controls.map(({ id }) => id) }
  const rules = await recordRules(work, workspaceId, rulesOf(register), named, now)
  const ruled = (...kinds: Rule['kind'][]) => rules.flatMap(({ kind, id }) => (kinds.includes(kind) ? [id] : []))
  return {
    ...records,
    systems: [...new Set([...records.systems, ...ruled('system')])],
    controls: [...new Set([...records.controls, ...ruled('control', 'probe')])],
    gateways: ruled('gateway'),
    monitors: ruled('monitor'),
    holds: Object.fromEntries(registerLists.map((list) => [list, register[list].length])) as TakenRegister['holds'],
  }
}

/** How many things a register made new or changed. */
export function changesOf(taken: TakenRegister): number {
  return registerLists.reduce((sum, list) => sum + taken[list].length, 0)
}

/** What a register says of traces, probes and monitors, as rules: they are the same for their owners until they say otherwise. */
function rulesOf({ systems, controls, gateways, monitors }: AiRegister): Rule[] {
  const own = ({ id: _, ...rule }: { id: string }) => rule
  return [
    ...systems.flatMap(({ id, traces }) => (traces ? [{ kind: 'system' as const, id, rule: traces }] : [])),
    ...controls.flatMap(({ id, traces }) => (traces ? [{ kind: 'control' as const, id, rule: traces }] : [])),
    ...controls.flatMap(({ id, probe }) => (probe ? [{ kind: 'probe' as const, id, rule: probe }] : [])),
    ...gateways.map((one) => ({ kind: 'gateway' as const, id: one.id, rule: own(one) })),
    ...monitors.map((one) => ({ kind: 'monitor' as const, id: one.id, rule: own(one) })),
  ]
}

type Registered<Kind extends RegisterList> = AiRegister[Kind] extends readonly (infer One)[] ? One : never

function systemOf(system: Registered<'systems'>): AiSystem {
  const { id, name, owner, purpose, role, autonomy, oversight, parts } = system
  return {
    ...{ slug: id, name, owner: owner ?? null, purpose, role, autonomy, oversight: oversight ?? null },
    dataClasses: system['data-classes'],
    accessLevel: system['access-level'] ?? null,
    parts: parts.map(({ kind, name: called, version, vendor, purl, 'access-level': level, ...where }) => ({
      ...{ kind, name: called, version: version ?? null, vendor: vendor ?? null, purl: purl ?? null },
      ...{ accessLevel: level ?? null, assets: where.assets, endpoint: where.endpoint ?? null },
      ...{ behind: where.behind ?? null, bom: null },
    })),
  }
}

const MINUTE_SECONDS = 60

function controlOf(control: Registered<'controls'>): Omit<Control, 'cleared'> {
  const { id, name, owner, claim, measure, system, version, references } = control
  return {
    ...{ id, name, owner: owner ?? null, claim, measure: measure ?? null, system: system ?? null },
    ...{ version: version ?? null, references },
    reviewDays: control['review-days'],
    halfLifeDays: control['half-life-days'],
    probeIntervalSeconds: control['probe-interval-minutes'] * MINUTE_SECONDS,
    restsOn: control['rests-on'],
    vendorSafeguard: control.vendor ?? null,
    mostFailures: control['most-failures'] ?? null,
  }
}

function scenarioOf(scenario: Registered<'scenarios'>): Scenario {
  const { id, title, owner, harm, appetite, treatment, attempts, enabling, consequence, barriers } = scenario
  return {
    ...{ id, title, owner: owner ?? null, harm, appetite: appetite ?? null, treatment },
    treatmentUntil: scenario['treatment-until'] ?? null,
    ...{ initiators: scenario.initiators, attempts: attempts ?? null, consequence, barriers },
    enabling: enabling.map(({ condition, probability }) => ({ condition, probability: probability ?? null })),
    ...{ techniques: scenario.techniques, reviewDays: scenario['review-days'] },
    ...{ beganAs: null, keptIn: 'register' },
  }
}

/** A report of an evaluation tool, as somebody brings it in. */
export interface GivenEvaluation {
  workspaceId: string
  file: { name: string; bytes: Buffer }
  by: string
  /** The control that it tests, where its cases do not say so themselves. */
  controlId?: string | undefined
  /** Version of what was tested, before what a report of our own form says. */
  subjectVersion?: string | undefined
  /** When it was run, where the report does not say; else it counts as of now. */
  at?: string
}

export interface TakenEvaluation {
  run: string
  importer: string
  name: string
  cases: number
  passed: number
  failed: number
  undecided: number
  /** Controls that evidence was recorded of. */
  controls: string[]
  /** Those of them at a named version, where it was not said which version was tested: passes count a quarter. */
  unversioned: string[]
  /** Closed cases that are open again: what proved their changes failed. */
  reopened: string[]
  outcome: Outcome
  /** The same was recorded before. */
  unchanged: boolean
}

/**
 * Report → run with its cases → evidence of the controls they test. The same report again changes nothing. Problems: those
 * of its reading, `no-such-control`, `in-the-future`, and `other-version` where the same report was recorded of another.
 */
export async function takeEvaluation(
  { database, clock }: AssuranceContext,
  given: GivenEvaluation,
  alongside: Alongside<TakenEvaluation>,
): Promise<Result<TakenEvaluation>> {
  const read = await readEvaluation(given.file)
  if (!read.ok) return read
  const { run, outcome } = read.value
  if (run.cases.length === 0) return err(problem('no-cases', `${given.file.name} holds no case: ${whyNone(outcome)}`))
  const now = clock()
  const file = digestOf(given.file.bytes)
  const idOf = (control = '', version = '') => digestOf([file, control, version].join('\n')).slice(0, 22)
  // In our own form the version is that of what was tested; elsewhere it may be the test's.
  const version = given.subjectVersion ?? (read.value.importer === 'lines' ? run.targetVersion : undefined)
  return database.inWorkspace(given.workspaceId, async (work) => {
    const earlier = await runOfFile(work, given, idOf, run.cases)
    if (earlier && given.subjectVersion !== undefined && earlier.subjectVersion !== given.subjectVersion)
      return err(problem('other-version', otherVersion(earlier)))
    const id = earlier?.id ?? idOf(given.controlId)
    const subjectVersion = earlier ? (earlier.subjectVersion ?? undefined) : version
    const taken = await keepEvaluation(work, { ...given, ...read.value, subjectVersion, id }, now)
    if (taken.ok && !taken.value.unchanged) await alongside(work, taken.value)
    return taken
  })
}

/**
 * The run that this file is already: of the same control, or of no other than its cases name. Whatever version is said of
 * it, its cases do not count twice. Runs were once kept by their version, too: by any that a run was recorded with.
 */
async function runOfFile(
  work: InTransaction,
  { controlId }: Pick<GivenEvaluation, 'controlId'>,
  idOf: (control?: string, version?: string) => string,
  cases: readonly EvaluationCase[],
) {
  const tested = new Set(cases.flatMap(({ control = controlId }) => control ?? []))
  const versions = [undefined, ...(await versionsOfRuns(work))]
  const own = new Set(versions.map((version) => idOf(controlId, version)))
  const others = [undefined, ...tested].flatMap((control) => versions.map((version) => idOf(control, version)))
  const runs = await readRunHeads(work, [...own, ...others])
  return (
    runs.find(({ id }) => own.has(id)) ??
    runs.find(({ controls }) => tested.size > 0 && [...tested].every((one) => controls.includes(one)))
  )
}

function otherVersion({
  id,
  importedAt,
  subjectVersion,
}: {
  id: string
  importedAt: string
  subjectVersion: string | null
}) {
  const version = subjectVersion === null ? 'without a version' : `of version ${subjectVersion}`
  return `this report was recorded on ${importedAt.slice(0, 10)} as run ${id}, ${version}, and its cases do not count twice: run them again, and name the version with that report`
}

/** A run as it was read, wherever it is from, and what was said of it. */
export interface KeptEvaluation
  extends ReadEvaluation,
    Pick<GivenEvaluation, 'workspaceId' | 'by' | 'controlId' | 'subjectVersion' | 'at'> {
  id: string
  importer: string
}

/**
 * Run → its cases → evidence of the controls they test, in the caller's transaction. A run that has not come yet would be the
 * newest for as long, whatever fails meanwhile. Problems: `no-such-control`, `in-the-future`.
 */
export async function keepEvaluation(
  work: InTransaction,
  { workspaceId, by, controlId: said, subjectVersion, run, outcome, id, importer, at: given }: KeptEvaluation,
  now: Instant,
): Promise<Result<TakenEvaluation>> {
  const known = new Map((await readControls(work)).map((control) => [control.id, control]))
  if (said !== undefined && !known.has(said)) return err(noSuchControl(said))
  const at = run.at ?? given ?? now
  if (isToCome(at, now)) return err(problem('in-the-future', `a run of ${at} cannot have been seen yet`))
  const byControl = casesByControl(run.cases, said, known, outcome)
  // The report's own word goes before that of whoever brought it.
  const targetVersion = run.targetVersion ?? subjectVersion
  const recorded = {
    ...{ ...run, ...(targetVersion !== undefined && { targetVersion }), id, importer, at, controlId: said ?? null },
    controls: [...byControl.keys()].sort(),
    subjectVersion: subjectVersion ?? null,
    ...{ importedAt: now, importedBy: by, outcome },
  }
  const isNew = await recordRun(work, workspaceId, recorded)
  const usual = reckoned(await readAssumptions(work)).halfLifeDays
  if (isNew) {
    const evidence: Evidence[] = []
    for (const [controlId, cases] of byControl) {
      const about = { controlId, at, subjectVersion: subjectVersion ?? null }
      const days = await daysToNearestPass(work, { ...about, run: id, keys: cases.map(({ key }) => key) })
      const { halfLifeDays } = decaying(known.get(controlId)!, usual)
      evidence.push(...evidenceOf(cases, { ...about, source: `evaluation ${id}` }, { days, halfLifeDays }))
    }
    await appendEvidence(work, workspaceId, evidence, now, by)
    await measureSharedCauses(work, workspaceId, now, [...byControl.keys()])
    await noteRiskTerms(work, workspaceId, now)
  }
  const failed = run.cases.flatMap(({ key, result }) => (result === 'fail' ? key : []))
  const reopened = isNew && failed.length > 0 ? await reopenRefuted(work, workspaceId, now, failed) : []
  const versioned = [...byControl.keys()].filter((control) => known.get(control)?.version != null)
  const count = (result: EvaluationCase['result']) => run.cases.filter((one) => one.result === result).length
  return ok({
    ...{ run: id, importer, name: run.name, cases: run.cases.length },
    ...{ passed: count('pass'), failed: count('fail'), undecided: count('insufficient') },
    ...{ controls: [...byControl.keys()].sort(), outcome, unchanged: !isNew, reopened },
    unversioned: subjectVersion === undefined ? versioned.sort() : [],
  })
}

function whyNone({ dropped }: Outcome): string {
  return dropped.map(({ code, count }) => `${count} ${code}`).join(', ') || 'it is empty'
}

function noSuchControl(id: string) {
  return problem('no-such-control', `there is no control "${id}": a register brings it (ai import)`)
}

function casesByControl(
  cases: readonly EvaluationCase[],
  fallback: string | undefined,
  known: ReadonlyMap<string, unknown>,
  outcome: Outcome,
): Map<string, EvaluationCase[]> {
  const found = new Map<string, EvaluationCase[]>()
  for (const one of cases) {
    const control = one.control ?? fallback
    if (control === undefined) continue
    if (!known.has(control)) dropRecord(outcome, 'no-such-control', `${one.key} tests ${control}`)
    else {
      const list = found.get(control) ?? []
      found.set(control, list)
      list.push(one)
    }
  }
  return found
}

/** When cases of a control passed in another run, by key, and how fast that fades. */
interface EarlierPasses {
  days: ReadonlyMap<string, number>
  halfLifeDays: number
}

/**
 * One piece of evidence for what held, one for what did not. Repeats of a case tell little more than the case: passes count
 * once a case, however it is asked and however often it is run, and as far as who judged them is believed; failures in full
 * (law 3). Attempts without a verdict count as neither.
 */
function evidenceOf(
  cases: readonly EvaluationCase[],
  about: Pick<Evidence, 'controlId' | 'source' | 'at' | 'subjectVersion'>,
  earlier: EarlierPasses,
): Evidence[] {
  const judged = cases.filter(({ result }) => result !== 'insufficient')
  const attempts = judged.reduce((sum, one) => sum + judgedAttempts(one), 0)
  const passes = judged.reduce((sum, one) => sum + one.passed, 0)
  const believed = judged.reduce((sum, { passed, trust = 1 }) => sum + passed * trust, 0)
  const open = cases.length - judged.length
  const piece = (result: Evidence['result'], demands: number, weight: number): Evidence[] =>
    demands === 0 ? [] : [{ kind: 'evaluation', aspect: 'efficacy', result, demands, weight, note: null, ...about }]
  return [
    ...piece('pass', passes, passes === 0 ? 1 : (newCases(judged, earlier) / attempts) * (believed / passes)),
    ...piece('fail', attempts - passes, 1),
    ...piece('insufficient', open, 1),
  ]
}

/**
 * How many cases say something that is not counted yet. A case that is asked otherwise, too, is still one; of one that passed
 * in another run so much is new as that has faded: together they count as one pass of the newer day.
 */
function newCases(judged: readonly EvaluationCase[], { days, halfLifeDays }: EarlierPasses): number {
  const nearest = new Map<string, number>()
  for (const { key, of = key } of judged)
    nearest.set(of, Math.min(nearest.get(of) ?? Infinity, days.get(key) ?? Infinity))
  return [...nearest.values()].reduce((sum, apart) => sum + 1 - 0.5 ** (apart / halfLifeDays), 0)
}

/** Records evidence that somebody or something brings by itself: a probe, counted traces, a person's word. Problems: `no-such-control`, `in-the-future`. */
export async function takeEvidence(
  { database, clock }: AssuranceContext,
  { workspaceId, evidence, by }: { workspaceId: string; evidence: readonly Evidence[]; by?: string },
  alongside: Alongside<readonly Evidence[]>,
): Promise<Result<{ recorded: number }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const known = new Set((await readControls(work)).map(({ id }) => id))
    const missing = evidence.find(({ controlId }) => !known.has(controlId))
    if (missing) return err(noSuchControl(missing.controlId))
    const early = evidence.find(({ at }) => isToCome(at, now))
    if (early) return err(problem('in-the-future', `evidence of ${early.at} cannot have been seen yet`))
    await appendEvidence(work, workspaceId, evidence, now, by)
    await alongside(work, evidence)
    return ok({ recorded: evidence.length })
  })
}

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
