import { readControls } from '#assurance/controls/store'
import { casesForControl } from '#assurance/evaluations/store'
import type { CaseHistoryDetail, ControlCases } from '#contract/evaluation-history'
import { commandLine, err, ok, problem } from '#core/kernel'
import { historyOfCase } from '#flows/case-history'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { caseHistoryRowOf } from '../../case-history-rows.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const workspaceId = DEFAULT_WORKSPACE
const MOST_CASES = 500
/** Whoever sits at this machine reads everything. */
const reader = { name: 'command line', readsAll: true }

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette eval cases`: the cases that test a control. */
export async function listCases(control: string, flags: Flags & { only?: 'failing' | 'flaky' }): Promise<number> {
  const done = await withRuntime(flags, ({ database }) =>
    database.inWorkspace(workspaceId, async (work) => {
      if (!(await readControls(work)).some(({ id }) => id === control))
        return err(problem('not-found', `there is no control "${control}": ${commandLine('control list')}`))
      const { counts, list } = await casesForControl(work, control, flags.only ?? 'all', MOST_CASES)
      return ok<ControlCases>({ counts, cases: list })
    }),
  )
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (found) => print(found, listWords(found), flags.json))
}

const resultWords = { pass: 'passes', fail: 'FAILS', insufficient: 'no verdict' }

function listWords({ counts, cases }: ControlCases): string {
  if (counts.cases === 0) return `no evaluation of this control was imported yet: ${commandLine('eval import')}`
  const { failing, open, flaky } = counts
  const rows = cases.map((one) => [
    ...[resultWords[one.result], one.at.slice(0, 16), `${one.failedIn} of ${one.runs}`],
    one.flaky ? `flaky: ${measureWords(one.flaky)}` : '',
    one.key,
  ])
  return [
    `${counts.cases} cases: ${failing} fail now, ${open} without a verdict, ${flaky} flaky`,
    ...(rows.length === 0 ? [] : [columns(['now', 'newest run', 'runs failed', '', 'case'], rows)]),
  ].join('\n')
}

function measureWords({
  attempts,
  passed,
  disagreement,
}: {
  attempts: number
  passed: number
  disagreement: number
}): string {
  return `${passed} of ${attempts} tries at one version passed, two of them differ in ${(disagreement * 100).toFixed(0)} of 100 pairs`
}

/** `lunette eval case`: one case over its runs. */
export async function showCase(key: string, flags: Flags & { control?: string }): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const found = await historyOfCase(runtime, workspaceId, { key, control: flags.control }, reader)
    return found
      ? ok(caseHistoryRowOf(key, found))
      : err(problem('not-found', `no run had a case "${key}": ${commandLine('eval cases <control>')}`))
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (found) => print(found, historyWords(found), flags.json))
}

function historyWords({ key, controls, runs, sightings, flakiness, of, variants, proves }: CaseHistoryDetail): string {
  const turns = { broke: 'broke', mended: 'mended', flipped: 'flipped without a change' }
  const rows = sightings.map((one) => [
    ...[one.at.slice(0, 16), resultWords[one.result], one.targetVersion ?? 'version unknown'],
    `${one.passed} of ${one.attempts - one.open}`,
    ...[one.turn ? turns[one.turn] : '', one.runName, one.run],
  ])
  return [
    `${key}: tests ${controls.join(', ') || 'no control'}; failed in ${sightings.filter(({ result }) => result === 'fail').length} of ${runs} runs`,
    flakiness ? `flaky: ${measureWords(flakiness)}` : 'never passed and failed at the same version',
    ...(of === null ? [] : [`asks otherwise than ${of}`]),
    ...variants.map((one) => `asked otherwise (${one.variation}): ${one.key} ${resultWords[one.result]}`),
    ...proves.map(
      (one) => `proves a change of the ${one.state} case ${one.case.slice(0, 8)}, ${one.title}: ${one.what}`,
    ),
    columns(['run at', 'result', 'version', 'tries passed', '', 'run', 'id'], rows),
  ].join('\n')
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
