import type { AssetId } from '#exposure/inventory'
import { readJudged } from '#views/assets'
import type { Runtime } from './runtime.ts'

/** The asset an import went to, as its sentence tells of it. */
export interface ImportedAsset {
  name: string
  /** "None found" means nothing without it: how many components cannot be called clean. */
  judgement: string
}

/** Reads what an import must say beside its findings. */
export async function importedAsset(runtime: Runtime, workspaceId: string, assetId: AssetId): Promise<ImportedAsset> {
  const { database, config, clock } = runtime
  const currency = { now: clock(), maxAgeDays: config.maxKnowledgeAgeDays }
  const asset = await readJudged(database, workspaceId, assetId, currency)
  if (!asset) throw new Error(`the asset ${assetId} went away while it was imported`)
  const { name, components, unjudged } = asset
  return { name, judgement: judgementOf(components, unjudged) }
}

function judgementOf(components: number, unjudged: number): string {
  if (components === 0) return 'no component was found'
  if (components === 1) return unjudged === 0 ? 'it could be judged' : 'it cannot be called clean'
  if (unjudged === 0) return 'all of them could be judged'
  return unjudged === components ? 'none of them can be called clean' : `${unjudged} of them cannot be called clean`
}
