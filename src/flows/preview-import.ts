import { err, ok, problem, type Result } from '#core/kernel'
import type { Urgency } from '#core/vocabulary'
import { type PreviewedChange, previewChanges, previewKinds } from '#exposure/findings'
import {
  openFindings,
  type PreviewResult,
  type ReturnReason,
  returnReasons,
  standingFindings,
  touchedFindings,
  unjudgedReasons,
} from '#exposure/findings/store'
import { assetsOfTheseNames, countsBeside, findAsset } from '#exposure/inventory/store'
import { type Database, isOutOfTime, rehearse } from '#platform/database'
import type { FlowContext, Report } from './context.ts'
import { type InventoryFile, importInventory, type RecordedAsset, type RecordedInventory } from './exposure.ts'

/** Each statement of a rehearsal may take so long: whoever works on the same asset waits for it. */
const STATEMENT_MS = 60_000

/** A change with the reason a ruling no longer holds, where that is what brings the finding back. */
export type ExplainedChange = PreviewedChange & { returned?: ReturnReason | undefined }

export interface ImportPreview {
  result: PreviewResult
  changes: ExplainedChange[]
}

/**
 * What importing a file would do. The import itself is run and taken back, so that there is no second opinion on what it
 * does. Problem `preview-too-long`, and those of the import.
 */
export async function previewImport(
  context: FlowContext,
  file: InventoryFile,
  report: Report,
): Promise<Result<ImportPreview>> {
  try {
    return await rehearse(context.database, file.workspaceId, STATEMENT_MS, async (database) => {
      const done = await importInventory({ ...context, database }, file, report)
      if (!done.ok) return done
      report('comparing', 0)
      const changes = await changesOf(context.database, database, file.workspaceId, done.value)
      const { maxKnowledgeAgeDays: maxAgeDays } = context
      const where = { outside: context.database, inside: database, workspaceId: file.workspaceId, maxAgeDays }
      const { off = [], on = [] } = Object.groupBy(changes, (change) => (isOff(change) ? 'off' : 'on'))
      return ok({ result: { ...(await resultOf(where, done.value, on)), ruledOff: off.length }, changes: on })
    })
  } catch (error) {
    if (!isOutOfTime(error)) throw error
    return err(
      problem('preview-too-long', 'a preview takes too long just now: try again later, or import the file', error),
    )
  }
}

async function changesOf(
  outside: Database,
  inside: Database,
  workspaceId: string,
  done: RecordedInventory,
): Promise<ExplainedChange[]> {
  const after = await inside.inWorkspace(workspaceId, async (work) => {
    const touched = []
    for (const { recorded } of assetsOf(done)) touched.push(...(await touchedFindings(work, recorded.assetId)))
    return touched
  })
  const ids = after.map(({ id }) => id)
  const changes = previewChanges(await standingFindings(outside, workspaceId, ids), after)
  const returned = changes.filter(({ was }) => was?.state === 'suppressed').map(({ finding }) => finding.id)
  const reasons = await inside.inWorkspace(workspaceId, (work) => returnReasons(work, returned))
  return changes.map((change) =>
    change.kind === 'reopened' ? { ...change, returned: reasons.get(change.finding.id) } : change,
  )
}

/** True of what comes and is off the list at once, by a ruling that stands: it is no news, but is said. */
function isOff({ kind, finding }: PreviewedChange): boolean {
  return (kind === 'new' || kind === 'reopened') && finding.state === 'suppressed'
}

function assetsOf({ recorded, findings, setAsideFor, others }: RecordedInventory): RecordedAsset[] {
  return [{ recorded, findings, setAsideFor }, ...others]
}

/** What no number says: who is called the same already, and what goes on counting beside it. */
async function companyOf(
  outside: Database,
  inside: Database,
  workspaceId: string,
  assets: readonly RecordedAsset[],
): Promise<Pick<PreviewResult, 'namesakes' | 'beside' | 'setAsideFor'>> {
  const names: string[] = []
  for (const { recorded } of assets) {
    if (await findAsset(outside, workspaceId, recorded.assetId)) continue
    names.push((await findAsset(inside, workspaceId, recorded.assetId))?.name ?? '')
  }
  const namesakes = await outside.inWorkspace(workspaceId, (work) => assetsOfTheseNames(work, names))
  const beside = await inside.inWorkspace(workspaceId, async (work) => {
    const all = []
    for (const { recorded } of assets) if (recorded.isLatest) all.push(...(await countsBeside(work, recorded)))
    return all
  })
  const setAsideFor = assets.find((asset) => asset.setAsideFor)?.setAsideFor
  return { namesakes, beside, ...(setAsideFor && { setAsideFor }) }
}

/** A rehearsed import: what everybody sees, and what only its transaction does. */
interface Rehearsed {
  outside: Database
  inside: Database
  workspaceId: string
  /** Days after which knowledge counts as out of date; left out, each source's own. */
  maxAgeDays: number | undefined
}

/** Of a report on several hosts the first is named, with how many more there are; numbers are those of all. */
async function resultOf(
  { outside, inside, workspaceId, maxAgeDays }: Rehearsed,
  done: RecordedInventory,
  all: readonly ExplainedChange[],
): Promise<PreviewResult> {
  const { imported, recorded, others } = done
  const assets = assetsOf(done)
  const { assetId } = recorded
  const known = await findAsset(outside, workspaceId, assetId)
  const name = (known ?? (await findAsset(inside, workspaceId, assetId)))?.name ?? ''
  const counted = Map.groupBy(all, ({ kind }) => kind)
  const counts = Object.fromEntries(previewKinds.map((kind) => [kind, counted.get(kind)?.length ?? 0]))
  const byUrgency = Object.fromEntries(previewKinds.map((kind) => [kind, urgenciesOf(counted.get(kind) ?? [])]))
  const sum = (count: (asset: RecordedAsset) => number) => assets.reduce((total, asset) => total + count(asset), 0)
  const ids = assets.map((asset) => asset.recorded.assetId)
  const open = await inside.inWorkspace(workspaceId, (work) => openFindings(work, ids))
  const unjudgedBy = await inside.inWorkspace(workspaceId, (work) => unjudgedReasons(work, ids, maxAgeDays))
  return {
    assetId,
    assetName: others.length > 0 ? `${name} and ${others.length} more` : name,
    isNewAsset: known === undefined,
    format: imported.inventory.format,
    components: sum((asset) => asset.recorded.components),
    ...(others.length === 0 && { listed: imported.inventory.components.length }),
    added: sum((asset) => asset.recorded.changes.added.length),
    removed: sum((asset) => asset.recorded.changes.removed.length),
    changedVersion: sum((asset) => asset.recorded.changes.changedVersion.length),
    isRecorded: assets.every((asset) => asset.recorded.status === 'unchanged'),
    isLatest: assets.every((asset) => asset.recorded.isLatest),
    ...(imported.inventory.directOnly && { directOnly: true }),
    ...(await companyOf(outside, inside, workspaceId, assets)),
    counts: counts as PreviewResult['counts'],
    byUrgency: byUrgency as PreviewResult['byUrgency'],
    // What was not assessed anew is open as before: an import says nothing of it.
    unchanged: open - all.filter(({ finding }) => finding.state === 'open').length,
    unjudged: Object.values(unjudgedBy).reduce((total, count) => total + count, 0),
    unjudgedBy,
    dropped: imported.outcome.dropped.map(({ code, example, count }) => ({ code, example, count })),
  }
}

function urgenciesOf(changes: readonly ExplainedChange[]): Record<Urgency, number> {
  const counts = { now: 0, soon: 0, scheduled: 0, defer: 0 }
  for (const { finding } of changes) counts[finding.urgency]++
  return counts
}
