import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { AiPart, AiSystem } from '#core/vocabulary'
import { type SaidByHand, type SystemChange, sayOfSystem } from '#exposure/inventory'
import { type KeptAiSystem, lockAiSystem, readAiSystems, retireSystem, writeAiSystem } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { noteRiskTerms } from './risk-terms.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type HandContext = Pick<FlowContext, 'database' | 'clock'>

/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside = (work: InTransaction, what: string[]) => Promise<void>

/** An AI system as a person enters it. */
type EnteredSystem = Omit<AiSystem, 'parts'> & { parts: readonly Omit<AiPart, 'bom'>[] }

/** Enters an AI system by hand; what is left open, a file may say later. Problem: `system-exists`. */
export async function enterAiSystem(
  { database, clock }: HandContext,
  { workspaceId, by, system }: { workspaceId: string; by: string; system: EnteredSystem },
  alongside: Alongside,
): Promise<Result<KeptAiSystem>> {
  const at = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    await lockAiSystem(work, workspaceId, system.slug)
    const same = await systemCalled(work, system.slug)
    if (same) {
      const way = same.retired ? 'it is retired: take that back, or give another id' : 'give another id, or edit it'
      return err(problem('system-exists', `there is an AI system "${system.slug}" already: ${way}`))
    }
    const { slug, role, autonomy, parts, ...rest } = system
    const empty = { ...rest, slug, role, autonomy, name: '', purpose: '', owner: null, oversight: null }
    const known = { system: { ...empty, dataClasses: [], accessLevel: null, parts: [] }, said: chosen({ by, at }) }
    const { system: entered, said } = sayOfSystem(known, { ...rest, parts }, { by, at })
    await writeAiSystem(work, workspaceId, { system: entered, said }, at)
    await noteRiskTerms(work, workspaceId, at)
    await alongside(work, Object.keys(said).sort())
    return ok((await systemCalled(work, slug))!)
  })
}

/** Whoever enters a system chooses these two, whatever they are. */
function chosen(who: SaidByHand) {
  return { role: who, autonomy: who }
}

/** What a person says anew, of the revision they looked at. */
interface Edit {
  workspaceId: string
  by: string
  slug: string
  change: SystemChange
  /** Fields and parts of which files may speak again. */
  handBack: readonly string[]
  /** The revision that was looked at; left out: any. */
  expected: number | undefined
}

/**
 * Edits an AI system by hand: what is other than before holds from now on, whatever a file says, until it is handed back.
 * Problems: `not-found`, `changed-since-read`.
 */
export async function editAiSystem(
  { database, clock }: HandContext,
  { workspaceId, by, slug, change, handBack, expected }: Edit,
  alongside: Alongside,
): Promise<Result<KeptAiSystem>> {
  const at = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const held = await holdSystem(work, { workspaceId, slug, expected })
    if (!held.ok) return held
    const known = held.value
    const { assetId: _, revision: __, retired: ___, said: before, ...system } = known
    const edited = sayOfSystem({ system, said: before }, change, { by, at })
    const returned = handBack.filter((what) => what in before)
    const said = Object.fromEntries(Object.entries(edited.said).filter(([what]) => !returned.includes(what)))
    if (edited.changed.length + returned.length === 0) return ok(known)
    await writeAiSystem(work, workspaceId, { system: edited.system, said }, at)
    await noteRiskTerms(work, workspaceId, at)
    await alongside(work, [...edited.changed, ...returned.map((what) => `${what} (handed back)`)].sort())
    return ok((await systemCalled(work, slug))!)
  })
}

/** A system, locked until the transaction ends. Problems: `not-found`, `changed-since-read`. */
async function holdSystem(
  work: InTransaction,
  { workspaceId, slug, expected }: Pick<Edit, 'workspaceId' | 'slug' | 'expected'>,
): Promise<Result<KeptAiSystem>> {
  await lockAiSystem(work, workspaceId, slug)
  const known = await systemCalled(work, slug)
  if (!known) return err(problem('not-found', `there is no AI system "${slug}": ${commandLine('ai list')}`))
  return expected !== undefined && expected !== known.revision ? err(changedSince) : ok(known)
}

/**
 * Takes an AI system out of use, with the reason, or back into it (`because` null). It moves no number of risk: its evidence,
 * controls and cases stay, and what rests on it says so. The same reason again changes nothing. Problems: `not-found`, also of what is not retired, `changed-since-read`.
 */
export async function retireAiSystem(
  { database, clock }: HandContext,
  { workspaceId, by, slug, because, expected }: Pick<Edit, 'workspaceId' | 'by' | 'slug' | 'expected'> & Ended,
  alongside: (work: InTransaction) => Promise<void>,
): Promise<Result<KeptAiSystem>> {
  const at = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const held = await holdSystem(work, { workspaceId, slug, expected })
    if (!held.ok) return held
    const known = held.value
    if (because === null && !known.retired)
      return err(problem('not-found', `the AI system "${slug}" is not retired: there is nothing to take back`))
    if (known.retired?.because === because) return ok(known)
    await retireSystem(work, slug, because === null ? null : { by, at, because })
    await alongside(work)
    return ok((await systemCalled(work, slug))!)
  })
}

interface Ended {
  /** Why it runs no more; `null`: it does again. */
  because: string | null
}

const changedSince = problem('changed-since-read', 'somebody changed the AI system since it was read: read it again')

/** One AI system by its id; `undefined`: there is none. */
export async function readAiSystem(
  { database }: Pick<HandContext, 'database'>,
  workspaceId: string,
  slug: string,
): Promise<KeptAiSystem | undefined> {
  return database.inWorkspace(workspaceId, (work) => systemCalled(work, slug))
}

async function systemCalled(work: InTransaction, slug: string): Promise<KeptAiSystem | undefined> {
  return (await readAiSystems(work)).find((one) => one.slug === slug)
}
