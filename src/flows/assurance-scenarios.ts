import type { Control } from '#assurance/controls'
import { readControls, recordControls } from '#assurance/controls/store'
import { USUAL_HALF_LIFE_DAYS } from '#assurance/reviews'
import { type ReadyControl, type ReadyScenario, readyScenarios, type Scenario } from '#assurance/threats'
import { lockScenario, readScenarios, recordScenarios, removeScenario } from '#assurance/threats/store'
import { err, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { measureSharedCauses } from './shared-causes.ts'

type ScenarioContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** A ready-made scenario, and what of it is here already. */
export interface OfferedScenario extends ReadyScenario {
  /** Ids of scenarios that began as this one. */
  begun: string[]
  /** Ids of the controls it proposes that are here: they are linked, not made again. */
  controlsHere: string[]
}

/** What one can start from. */
export async function offeredScenarios({ database }: ScenarioContext, workspaceId: string): Promise<OfferedScenario[]> {
  return database.inWorkspace(workspaceId, async (work) => {
    const here = new Set((await readControls(work)).map(({ id }) => id))
    const scenarios = await readScenarios(work)
    return readyScenarios.map((ready) => ({
      ...ready,
      begun: scenarios.flatMap(({ id, beganAs }) => (beganAs === ready.id ? [id] : [])),
      controlsHere: ready.barriers.map(({ control }) => control.id).filter((id) => here.has(id)),
    }))
  })
}

/** How a ready-made scenario is taken over. */
export interface Start {
  ready: string
  /** Its id here; left out: as it is called there. */
  id?: string | undefined
  owner?: string | undefined
  /** By the id of a proposed control: the one here that does its work, or null where nothing does. */
  controls?: Readonly<Record<string, string | null>> | undefined
}

/** What a start made. */
export interface Started {
  id: string
  /** Controls that were made: nothing is known of them yet, so they are credited nothing. */
  controls: string[]
}

/**
 * Copies a ready-made scenario into the workspace. Controls it proposes are linked where they are here, and made where
 * nothing else is said. It holds no number: those are stated afterwards. Problems: `not-found`, `scenario-exists`, `no-such-control`.
 */
export async function startScenario(
  { database, clock }: ScenarioContext,
  workspaceId: string,
  start: Start,
  alongside: Alongside<Started>,
): Promise<Result<Started>> {
  const ready = readyScenarios.find(({ id }) => id === start.ready)
  if (!ready) return err(problem('not-found', `there is no ready-made scenario "${start.ready}": scenario ready`))
  const id = start.id ?? ready.id
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    await lockScenario(work, workspaceId, id)
    if ((await readScenarios(work, [id])).length > 0)
      return err(problem('scenario-exists', `there is a scenario "${id}" already: give another id`))
    const here = new Set((await readControls(work)).map((control) => control.id))
    const missing = Object.values(start.controls ?? {}).find((named) => named !== null && !here.has(named))
    if (missing) return err(problem('no-such-control', `there is no control "${missing}"`))
    const { barriers, made } = barriersOf(ready, start, here)
    await recordControls(work, workspaceId, made.map(controlOf), now)
    await recordScenarios(work, workspaceId, [scenarioOf(ready, id, start, barriers)], now)
    await measureSharedCauses(work, workspaceId, now)
    await noteRiskTerms(work, workspaceId, now)
    const started = { id, controls: made.map((control) => control.id) }
    await alongside(work, started)
    return ok(started)
  })
}

function barriersOf(
  { barriers }: ReadyScenario,
  { controls = {} }: Start,
  here: ReadonlySet<string>,
): { barriers: Scenario['barriers']; made: ReadyControl[] } {
  const made: ReadyControl[] = []
  const found = barriers.flatMap(({ control, layer, causes }) => {
    const named = controls[control.id]
    if (named === null) return []
    if (named === undefined && !here.has(control.id)) made.push(control)
    return [{ control: named ?? control.id, layer, causes: [...causes] }]
  })
  return { barriers: found, made }
}

const USUAL_REVIEW_DAYS = 180
const USUAL_PROBE_SECONDS = 3_600

function controlOf({ id, name, claim, measure, references }: ReadyControl): Omit<Control, 'cleared'> {
  return {
    ...{ id, name, claim, measure, references: [...references], owner: null, system: null, version: null },
    ...{ restsOn: [], vendorSafeguard: null, mostFailures: null },
    ...{ reviewDays: USUAL_REVIEW_DAYS, halfLifeDays: USUAL_HALF_LIFE_DAYS, probeIntervalSeconds: USUAL_PROBE_SECONDS },
  }
}

function scenarioOf(
  { id: beganAs, title, harm, initiators, enabling, techniques }: ReadyScenario,
  id: string,
  { owner }: Start,
  barriers: Scenario['barriers'],
): Scenario {
  return {
    ...{ id, title, harm, owner: owner ?? null, appetite: null, treatment: 'mitigate', treatmentUntil: null },
    ...{ initiators: [...initiators], attempts: null, consequence: null, techniques: [...techniques] },
    enabling: enabling.map((condition) => ({ condition, probability: null })),
    ...{ reviewDays: USUAL_REVIEW_DAYS, barriers, beganAs, keptIn: 'here' },
  }
}

/** What people say of a scenario when they work on it. */
export type SaidScenario = Omit<Scenario, 'id' | 'beganAs' | 'keptIn' | 'revision'>

/**
 * Writes a scenario as people say it is; what a register said of it, it says again when it is taken in.
 * @param seen the revision that was looked at; none: it is to be a new one
 * Problems: `not-found`, `scenario-exists`, `changed-meanwhile`, `no-such-control`.
 */
export async function writeScenario(
  { database, clock }: ScenarioContext,
  workspaceId: string,
  { id, said, seen }: { id: string; said: SaidScenario; seen: number | undefined },
  alongside: Alongside<{ id: string; isNew: boolean }>,
): Promise<Result<{ id: string }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    await lockScenario(work, workspaceId, id)
    const [known] = await readScenarios(work, [id])
    const refused = refusalOf(id, known, seen)
    if (refused) return err(refused)
    const here = new Set((await readControls(work)).map((control) => control.id))
    const missing = said.barriers.find(({ control }) => !here.has(control))
    if (missing) return err(problem('no-such-control', `there is no control "${missing.control}"`))
    const { beganAs = null, keptIn = 'here' } = known ?? {}
    await recordScenarios(work, workspaceId, [{ ...said, id, beganAs, keptIn }], now)
    await measureSharedCauses(work, workspaceId, now)
    await noteRiskTerms(work, workspaceId, now)
    await alongside(work, { id, isNew: known === undefined })
    return ok({ id })
  })
}

function refusalOf(id: string, known: { revision: number } | undefined, seen: number | undefined) {
  if (seen === undefined)
    return known && problem('scenario-exists', `there is a scenario "${id}" already: give another id`)
  if (!known) return problem('not-found', `there is no scenario "${id}"`)
  return known.revision === seen
    ? undefined
    : problem('changed-meanwhile', 'somebody changed the scenario since it was read: read it again')
}

/** Takes a scenario out of the register; its controls and their evidence stay. Problem `not-found`. */
export async function dropScenario(
  { database }: ScenarioContext,
  workspaceId: string,
  id: string,
  alongside: Alongside<{ title: string }>,
): Promise<Result<{ id: string }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const [known] = await readScenarios(work, [id])
    if (!known) return err(problem('not-found', `there is no scenario "${id}"`))
    await removeScenario(work, id)
    await alongside(work, { title: known.title })
    return ok({ id })
  })
}
