import { vulnerabilitiesOfAsset } from '#exposure/findings/store'
import type { AssetId } from '#exposure/inventory'
import { componentsOfAsset, listAssets } from '#exposure/inventory/store'
import type { Changes } from '#exposure/knowledge/store'
import { changesSince } from '#exposure/knowledge/store'
import { touchedComponents } from '#exposure/matching'
import type { FlowContext, Report } from './context.ts'
import { assessAsset } from './exposure.ts'

export interface Reassessed {
  assets: number
  touched: number
  opened: number
  resolved: number
  changed: number
}

/** After knowledge changed: assesses the assets it touches, in one workspace. @param since generation they were assessed with. */
export async function reassess(
  context: FlowContext,
  workspaceId: string,
  since: string | undefined,
  report: Report,
): Promise<Reassessed> {
  const assets = await listAssets(context.database, workspaceId)
  const changes: Changes = since === undefined ? { kind: 'everything' } : await changesSince(context.database, since)
  const total: Reassessed = { assets: assets.length, touched: 0, opened: 0, resolved: 0, changed: 0 }
  for (const [done, asset] of assets.entries()) {
    report('assessing', done, assets.length, 'assets')
    if (!(await isTouched(context, workspaceId, asset.id, changes))) continue
    const { opened, reopened, resolved, changed } = await assessAsset(context, workspaceId, asset.id)
    total.touched++
    total.opened += opened + reopened
    total.resolved += resolved
    total.changed += changed
  }
  return total
}

/** A component whose statements changed, a finding whose facts changed, or a new EPSS day and any finding at all. */
async function isTouched(
  { database, dial }: FlowContext,
  workspaceId: string,
  assetId: AssetId,
  changes: Changes,
): Promise<boolean> {
  if (changes.kind === 'everything') return true
  const { keys, vulnerabilityIds, epss } = changes
  if (epss || vulnerabilityIds.size > 0) {
    const found = await vulnerabilitiesOfAsset(database, workspaceId, assetId)
    if (found.some((id) => epss || vulnerabilityIds.has(id))) return true
  }
  if (keys.size === 0) return false
  return database.inWorkspace(workspaceId, async (transaction) => {
    for await (const component of componentsOfAsset(transaction, assetId))
      if (touchedComponents([component], keys, { dial }).length > 0) return true
    return false
  })
}
