import { readControls } from '#assurance/controls/store'
import { failureRates } from '#assurance/evaluations'
import { newestRunOf, readRun } from '#assurance/evaluations/store'
import { type MeasuredGap, measureGap } from '#assurance/monitoring'
import { addHours, strataOf } from '#assurance/monitoring/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { isToCome, notAfter } from './clock-skew.ts'
import type { FlowContext } from './context.ts'

type GapContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** How far one run speaks for production now. */
export interface RunGap extends MeasuredGap {
  run: string
  runName: string
  system: string
  days: number
}

/** Production of so many days: long enough for a mix, short enough to be of now. */
const DAYS = 28
const DAY_MS = 86_400_000

/**
 * The gap between a control's newest run, or one run, and the production of the system it guards. Problems: `not-found`;
 * `no-gap`, with what is lacking.
 */
export async function gapOf(
  { database, clock }: GapContext,
  workspaceId: string,
  of: { controlId: string } | { runId: string },
): Promise<Result<RunGap>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const about = 'controlId' in of ? await ofControl(work, of.controlId) : await ofRun(work, of.runId)
    if (!about.ok) return about
    const { run, system, controlId } = about.value
    const from = new Date(Date.parse(now) - DAYS * DAY_MS).toISOString()
    const production = await strataOf(work, system, from, now)
    // Cases that name another control test that one.
    const own = run.list.filter(
      ({ control }) => control === undefined || controlId === undefined || control === controlId,
    )
    const tested = failureRates(own).map(({ stratum = '', cases, failed }) => ({ stratum, cases, failures: failed }))
    const measured = measureGap(production, tested)
    if (!measured) return err(problem('no-gap', whyNone(production.length, system)))
    return ok({ ...measured, run: run.id, runName: run.name, system, days: DAYS })
  })
}

function whyNone(strata: number, system: string): string {
  return strata === 0
    ? `no trace of ${system} was counted in ${DAYS} days: send them to /v1/traces`
    : 'no case of the run has a verdict'
}

async function ofControl(work: InTransaction, controlId: string) {
  const [control] = await readControls(work, [controlId])
  if (!control) return err(problem('not-found', `there is no control "${controlId}"`))
  if (control.system === null) return err(problem('no-gap', 'the register names no AI system that this control guards'))
  const id = await newestRunOf(work, controlId)
  const run = id === undefined ? undefined : await readRun(work, id)
  if (!run) return err(problem('no-gap', 'no evaluation of this control was imported'))
  return ok({ run, system: control.system, controlId: controlId as string | undefined })
}

async function ofRun(work: InTransaction, runId: string) {
  const run = await readRun(work, runId)
  if (!run) return err(problem('not-found', 'there is no such evaluation'))
  const named = [...new Set([run.controlId, ...run.list.map(({ control }) => control)])].filter((id) => id != null)
  const systems = new Set((await readControls(work, named)).flatMap(({ system }) => system ?? []))
  const [system] = systems
  if (system === undefined) return err(problem('no-gap', 'its cases test no control of an AI system'))
  if (systems.size > 1)
    return err(problem('no-gap', 'its cases test controls of several AI systems: look at each control'))
  return ok({ run, system, controlId: undefined as string | undefined })
}

/** Items of production that somebody labelled. */
export interface GivenLabels {
  system: string
  stratum: string
  labelled: number
  failures: number
  at: string
}

/** Takes in how many items of production were failures. Problems: `no-such-system`, `in-the-future`. */
export async function takeLabels(
  { database, clock }: GapContext,
  { workspaceId, labels }: { workspaceId: string; labels: GivenLabels },
  alongside: (work: InTransaction) => Promise<void>,
): Promise<Result<void>> {
  const { system, stratum, labelled, failures, at } = labels
  const now = clock()
  if (isToCome(at, now)) return err(problem('in-the-future', `items of ${at} cannot have been seen yet`))
  return database.inWorkspace(workspaceId, async (work) => {
    const known = await readAiSystems(work)
    if (!known.some(({ slug }) => slug === system))
      return err(problem('no-such-system', `there is no AI system "${system}"`))
    const hour = `${new Date(notAfter(at, now)).toISOString().slice(0, 13)}:00:00.000Z`
    const none = { traces: 0, spans: 0, demands: 0, refused: 0, errors: 0, acted: 0, inputTokens: 0, outputTokens: 0 }
    await addHours(work, workspaceId, [{ system, stratum, hour, ...none, labelled, labelFailures: failures }])
    await alongside(work)
    return ok(undefined)
  })
}
