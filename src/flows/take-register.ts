import { recordControls } from '#assurance/controls/store'
import { type Rule, recordRules } from '#assurance/monitoring/store'
import { recordAssumptions } from '#assurance/reviews/store'
import { recordScenarios } from '#assurance/threats/store'
import { ok, type Result } from '#core/kernel'
import { recordAiSystems } from '#exposure/inventory/store'
import { type AiRegister, readAiRegister } from '#intake/registers'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { type DifferingWord, differingWord } from './differing-word.ts'
import { controlOf, rulesOf, scenarioOf, systemOf } from './register-rows.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { measureSharedCauses } from './shared-causes.ts'

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
  /** What people said by hand of its systems, and it says otherwise: that was left. */
  kept: KeptByHand[]
  /** How many of each the register holds. */
  holds: Readonly<Record<RegisterList, number>>
}

/** What people said of a system by hand, with what the file says in its place. */
interface KeptByHand {
  id: string
  what: string[]
  differs: DifferingWord[]
}

/** What a register has lists of. */
export const registerLists = ['systems', 'controls', 'scenarios', 'assumptions', 'gateways', 'monitors'] as const
export type RegisterList = (typeof registerLists)[number]

/**
 * Register → AI systems, controls, scenarios, assumptions. The same register again changes nothing; what it does not name
 * any more stays, for evidence hangs on it, and so does what people said of a system by hand. Problems: `too-large`, `not-yaml`, `not-a-register`.
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
  const recorded = await recordAiSystems(work, workspaceId, systems.map(systemOf), now)
  const records = {
    controls: await recordControls(work, workspaceId, controls.map(controlOf), now),
    scenarios: await recordScenarios(work, workspaceId, scenarios.map(scenarioOf), now),
    assumptions: await recordAssumptions(work, workspaceId, stated, now),
  }
  const named = { systems: systems.map(({ id }) => id), controls: controls.map(({ id }) => id) }
  const rules = await recordRules(work, workspaceId, rulesOf(register), named, now)
  const ruled = (...kinds: Rule['kind'][]) => rules.flatMap(({ kind, id }) => (kinds.includes(kind) ? [id] : []))
  return {
    ...records,
    systems: [...new Set([...recorded.changed, ...ruled('system')])],
    controls: [...new Set([...records.controls, ...ruled('control', 'probe')])],
    gateways: ruled('gateway'),
    monitors: ruled('monitor'),
    kept: recorded.kept.map(({ id, words }) => ({
      ...{ id, what: [...new Set(words.map(({ what }) => what))] },
      differs: words.map(differingWord),
    })),
    holds: Object.fromEntries(registerLists.map((list) => [list, register[list].length])) as TakenRegister['holds'],
  }
}

/** How many things a register made new or changed. */
export function changesOf(taken: TakenRegister): number {
  return registerLists.reduce((sum, list) => sum + taken[list].length, 0)
}
