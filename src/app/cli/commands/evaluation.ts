import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readControls } from '#assurance/controls/store'
import { failingCasesAsSarif, readEvaluation } from '#assurance/evaluations'
import { readRun } from '#assurance/evaluations/store'
import { decidesWords } from '#contract/comparison-words'
import { droppedWords, isPartial } from '#contract/dropped-words'
import type { Comparison } from '#contract/evaluation-comparison'
import { counted } from '#contract/fix-words'
import { moreBetween, moreInHundred } from '#contract/number-words'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { EvaluationCase } from '#core/vocabulary'
import { isChangedBetween } from '#flows/case-history'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type ComparedSide, comparisonOf } from '../../comparison-rows.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { putOut, refusedOutput } from '../output-file.ts'
import { finish, print, say } from '../say.ts'
import { version } from '../version.ts'

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette eval compare`: two runs of the same cases. Reports in files need no installation. Exits 1 unless the gate passes. */
export async function compareEvaluations(
  before: string,
  after: string,
  flags: Flags & { margin: number },
): Promise<number> {
  const found = await comparedOf([before, after], flags)
  if (!found.ok && found.error.code !== 'failure') return refuse(found.error.message)
  return finish(found, (compared) => {
    print(compared, comparisonWords(compared), flags.json)
    return compared.gate.verdict === 'pass' ? exitCodes.clean : exitCodes.findings
  })
}

async function comparedOf(
  names: readonly [string, string],
  flags: Flags & { margin: number },
): Promise<Result<Comparison>> {
  const { margin } = flags
  const files = names.filter((name) => existsSync(name))
  if (files.length === names.length) {
    const [earlier, later] = [await sideOfFile(names[0]), await sideOfFile(names[1])]
    if (!earlier.ok) return earlier
    return later.ok ? ok(comparisonOf(earlier.value, later.value, { margin })) : later
  }
  if (files.length > 0)
    return err(problem('mixed', `${files[0]} is a file and the other is none: compare two files, or two recorded runs`))
  const done = await withRuntime(flags, ({ database }) =>
    database.inWorkspace(DEFAULT_WORKSPACE, async (work): Promise<Result<Result<Comparison>>> => {
      const [earlier, later] = [await readRun(work, names[0]), await readRun(work, names[1])]
      if (earlier && later)
        return ok(ok(comparisonOf(earlier, later, { margin, isChanged: await isChangedBetween(work, earlier, later) })))
      const missing = earlier ? names[1] : names[0]
      return ok(err(problem('not-found', `there is no run and no file "${missing}": ${commandLine('eval list')}`)))
    }),
  )
  return done.ok ? done.value : err({ ...done.error, code: 'failure' })
}

/** `lunette eval import --preview`: what would be read of a report. It needs no installation, and writes nothing. */
export async function previewEvaluation(path: string, bytes: Buffer, flags: Flags): Promise<number> {
  const read = await readEvaluation({ name: basename(path), bytes })
  if (!read.ok) return refuse(`${path}: ${read.error.message}`)
  const { run, outcome, importer } = read.value
  const count = (result: EvaluationCase['result']) => run.cases.filter((one) => one.result === result).length
  const counts = {
    cases: run.cases.length,
    passed: count('pass'),
    failed: count('fail'),
    undecided: count('insufficient'),
  }
  const controls = [...new Set(run.cases.flatMap(({ control }) => control ?? []))].sort()
  const tests = controls.length > 0 ? `its cases name the controls ${controls.join(', ')}` : 'its cases name no control'
  const lines = [
    `${path}: ${run.name} (${importer}), ${caseCounts(counts)}; ${tests}; nothing was written`,
    ...outcome.dropped.map((one) => `  ${droppedWords(one)}`),
  ]
  const { name, target = null, targetVersion = null, at = null } = run
  const row = { importer, name, target, targetVersion, at, ...counts, controls, dropped: outcome.dropped }
  print(row, lines.join('\n'), flags.json)
  return isPartial(outcome.dropped) ? exitCodes.findings : exitCodes.clean
}

/** How the cases of a run ended. */
export function caseCounts(run: { cases: number; passed: number; failed: number; undecided: number }): string {
  return `${counted(run.cases, 'case')}: ${run.passed} passed, ${run.failed} failed, ${run.undecided} without a verdict`
}

async function sideOfFile(path: string): Promise<Result<ComparedSide>> {
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes) return err(problem('unreadable', `${path} cannot be read`))
  const read = await readEvaluation({ name: basename(path), bytes })
  if (!read.ok) return err(problem(read.error.code, `${path}: ${read.error.message}`))
  const { name, target = null, targetVersion = null, at = '', cases: list } = read.value.run
  return ok({ id: path, name, target, targetVersion, at, list })
}

function comparisonWords(compared: Comparison): string {
  const { before, after, gate, margin, shared, p, ...rest } = compared
  if (before.id === after.id) return `${before.name}: ${decidesWords(compared)}`
  const { worse, better, lost, vanished, appeared, flaky } = rest.counts
  return [
    `gate ${gate.verdict.toUpperCase()}: ${moreInHundred(gate.difference)} (${moreBetween(gate.bounds)}) against a margin of ${moreInHundred(margin)}`,
    ...(gate.verdict === 'undecided' ? [`undecided blocks as a failure does: ${decidesWords(compared)}`] : []),
    `before: ${before.name}: ${before.failed} of ${before.passed + before.failed} failed; after: ${after.name}: ${after.failed} of ${after.passed + after.failed} failed`,
    `${shared} cases in both; ${worse} worse, ${better} better (so uneven by chance with a probability of ${p.toPrecision(2)}); ${lost} lost, ${vanished} of them gone, ${appeared} new, ${flaky} flaky`,
    ...rest.worse.slice(0, MOST_LINES).map((key) => `worse: ${key}`),
    ...rest.lost.slice(0, MOST_LINES).map((key) => `lost: ${key}`),
    ...rest.flaky
      .slice(0, MOST_LINES)
      .map(({ key, passed, attempts }) => `flaky: ${key}, ${passed} of ${attempts} tries passed`),
  ].join('\n')
}

const MOST_LINES = 20

/** `lunette eval export`: the failing cases of a run as SARIF. */
export async function exportEvaluation(id: string, flags: Flags & { output?: string }): Promise<number> {
  const refused = await refusedOutput(flags.output)
  if (refused !== undefined) return refuse(refused)
  const done = await withRuntime(flags, ({ database }) =>
    database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      const run = await readRun(work, id)
      if (!run) return err(problem('not-found', `there is no run "${id}": ${commandLine('eval list')}`))
      return ok(`${JSON.stringify(failingCasesAsSarif(run, await readControls(work), version), null, 2)}\n`)
    }),
  )
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  if (!done.ok) return finish(done, () => {})
  await putOut(flags.output, done.value)
  return exitCodes.clean
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
