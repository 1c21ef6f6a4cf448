import { readEvaluation } from '#assurance/evaluations'
import { readRunHeads, versionsOfRuns } from '#assurance/evaluations/store'
import { digestOf, err, type Outcome, problem, type Result } from '#core/kernel'
import type { EvaluationCase } from '#core/vocabulary'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { type GivenEvaluation, keepEvaluation, type TakenEvaluation } from './keep-evaluation.ts'

type AssuranceContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

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

function whyNone({ dropped }: Outcome): string {
  return dropped.map(({ code, count }) => `${count} ${code}`).join(', ') || 'it is empty'
}
