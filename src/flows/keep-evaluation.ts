import { readControls } from '#assurance/controls/store'
import type { ReadEvaluation } from '#assurance/evaluations'
import { daysToNearestPass, recordRun } from '#assurance/evaluations/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import { reckoned } from '#assurance/reviews'
import { readAssumptions } from '#assurance/reviews/store'
import { dropRecord, err, type Instant, type Outcome, ok, problem, type Result } from '#core/kernel'
import type { EvaluationCase } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { decaying } from './assumed-terms.ts'
import { isToCome } from './clock-skew.ts'
import { reopenRefuted } from './closing-proof.ts'
import { evidenceOf } from './evidence-of-cases.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { measureSharedCauses } from './shared-causes.ts'
import { noSuchControl } from './take-evidence.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

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
  at?: string | undefined
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
  /** Neither the report nor who brought it says when it was run: it counts as of when it was brought in. */
  untimed: boolean
  /** Closed cases that are open again: what proved their changes failed. */
  reopened: string[]
  outcome: Outcome
  /** The same was recorded before. */
  unchanged: boolean
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
    untimed: run.at === undefined && given === undefined,
    unversioned: subjectVersion === undefined ? versioned.sort() : [],
  })
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
