import type { Component } from '#core/vocabulary'
import {
  type AssessmentBasis,
  assessmentBases,
  assetsWith,
  assetsWithAny,
  forgetScores,
  noteUntouched,
} from '#exposure/findings/store'
import type { AssetId } from '#exposure/inventory'
import { componentsOfAsset, inventoryMarks, subjectOfAsset } from '#exposure/inventory/store'
import type { Changes } from '#exposure/knowledge/store'
import { changesSince, speakOf, supplierVexInForce } from '#exposure/knowledge/store'
import { touchedComponents, vexKeysOf } from '#exposure/matching'
import { listWorkspaces } from '#platform/database'
import { basisOf, changedDocuments, isSame } from './assessment-basis.ts'
import { currencyOf, type FlowContext, type Report } from './context.ts'
import { assessAsset } from './exposure.ts'
import { rescore } from './rescore.ts'

export interface Reassessed {
  assets: number
  touched: number
  opened: number
  resolved: number
  changed: number
  /** Vulnerabilities whose findings moved in the list with a new day of EPSS. */
  rescored: number
}

/**
 * Assesses every asset whose last assessment rests on other rules or other knowledge than today's, in all workspaces;
 * of those that rest on older knowledge, the ones it touches. A new day of EPSS touches none: findings move to their place
 * in the list without. Taken up after a crash it does what is left.
 */
export async function reassess(context: FlowContext, report: Report): Promise<Reassessed> {
  const total: Reassessed = { assets: 0, touched: 0, opened: 0, resolved: 0, changed: 0, rescored: 0 }
  for (const workspaceId of await listWorkspaces(context.database))
    await reassessWorkspace(context, workspaceId, total, report)
  return total
}

/** True when `reassess` would have an asset to look at. */
export async function isOutdated(context: FlowContext): Promise<boolean> {
  const today = basisOf(context, context.knowledge.reader(), currencyOf(context))
  for (const workspaceId of await listWorkspaces(context.database)) {
    const bases = await assessmentBases(context.database, workspaceId)
    const supplierVex = await supplierVexInForce(context.database, workspaceId)
    for (const [id, inventory] of await inventoryMarks(context.database, workspaceId))
      if (!isSame(bases.get(id), { ...today, inventory, supplierVex })) return true
  }
  return false
}

async function reassessWorkspace(
  context: FlowContext,
  workspaceId: string,
  total: Reassessed,
  report: Report,
): Promise<void> {
  const supplierVex = await supplierVexInForce(context.database, workspaceId)
  const today = { ...basisOf(context, context.knowledge.reader(), currencyOf(context)), supplierVex }
  const marks = await inventoryMarks(context.database, workspaceId)
  const bases = await assessmentBases(context.database, workspaceId)
  const { changes, gone } = rememberChanges(context, workspaceId, total)
  const untouched = new Map<AssetId, AssessmentBasis>()
  let done = 0
  for (const [id, inventory] of marks) {
    report('assessing', done++, marks.size, 'assets')
    const before = bases.get(id)
    if (isSame(before, { ...today, inventory })) continue
    if (
      before?.rules === today.rules &&
      before.inventory === inventory &&
      !(await isTouched(context, workspaceId, id, await changes(before.generation), changedDocuments(before, today)))
    ) {
      untouched.set(id, before)
      continue
    }
    const { opened, reopened, resolved, changed } = await assessAsset(context, workspaceId, id)
    total.touched++
    total.opened += opened + reopened
    total.resolved += resolved
    total.changed += changed
  }
  total.assets += marks.size
  await forgetScores(context.database, workspaceId, gone)
  await context.database.inWorkspace(workspaceId, (work) => noteUntouched(work, untouched, today, context.clock()))
}

/** What changed since a generation, as it concerns one workspace. */
interface Concerned {
  /** Components under one of these keys are to be matched anew. */
  keys: ReadonlySet<string>
  /** Assets with findings that must be decided anew. */
  assets: ReadonlySet<string>
}

type ChangesSince = (generation: string) => Promise<Concerned | 'everything'>

/** Assets were assessed with few generations; the changes since each are listed once. `gone`: what is scored no more. */
function rememberChanges(
  context: FlowContext,
  workspaceId: string,
  total: Reassessed,
): { changes: ChangesSince; gone: string[] } {
  const known = new Map<string, Promise<Concerned | 'everything'>>()
  let undecided: Promise<string[]> | undefined
  const gone: string[] = []
  const move = async () => {
    const rescored = await rescore(context, workspaceId)
    total.rescored += rescored.moved
    gone.push(...rescored.gone)
    return [...rescored.first, ...rescored.gone]
  }
  const concerned = async (changes: Changes): Promise<Concerned | 'everything'> => {
    if (changes.kind === 'everything' || changes.epss !== 'same') undecided ??= move()
    const moved = (await undecided) ?? []
    if (changes.kind === 'everything') return 'everything'
    const { database } = context
    const { keys, vulnerabilityIds, epss } = changes
    if (epss === 'history') return { keys, assets: await assetsWithAny(database, workspaceId) }
    return { keys, assets: await assetsWith(database, workspaceId, [...vulnerabilityIds, ...moved]) }
  }
  const changes = (generation: string) => {
    const listed = known.get(generation) ?? changesSince(context.database, generation).then(concerned)
    known.set(generation, listed)
    return listed
  }
  return { changes, gone }
}

/** A component whose statements changed, a finding whose facts changed, or a supplier's document that is about something here. */
async function isTouched(
  context: FlowContext,
  workspaceId: string,
  assetId: AssetId,
  changes: Concerned | 'everything',
  documents: readonly string[],
): Promise<boolean> {
  if (changes === 'everything' || changes.assets.has(assetId)) return true
  if (documents.length > 0 && (await isSpokenOf(context, workspaceId, assetId, documents))) return true
  const { keys } = changes
  const { database, dial } = context
  if (keys.size === 0) return false
  return database.inWorkspace(workspaceId, async (transaction) => {
    for await (const component of componentsOfAsset(transaction, assetId))
      if (touchedComponents([component], keys, { dial }).length > 0) return true
    return false
  })
}

async function isSpokenOf(
  { database }: FlowContext,
  workspaceId: string,
  assetId: AssetId,
  documents: readonly string[],
): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (transaction) => {
    const subject = await subjectOfAsset(transaction, assetId)
    const components: Component[] = []
    for await (const component of componentsOfAsset(transaction, assetId)) components.push(component)
    return speakOf(transaction, documents, vexKeysOf(components, subject))
  })
}
