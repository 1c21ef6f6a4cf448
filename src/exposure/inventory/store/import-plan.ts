import type { Instant, Outcome } from '#core/kernel'
import type {
  AssetKind,
  ImportedInventory,
  ReportedVulnerability,
  ReportedWords,
  StatedFinding,
} from '#core/vocabulary'
import { cleanText } from '#platform/database'
import {
  type AssetId,
  assetIdOf,
  componentIdOf,
  type ImportId,
  importIdOf,
  naturalKeyOf,
  witnessOf,
} from '../identity.ts'
import { type StatedRelations, statedRelations } from '../relations.ts'
import { reportWords } from '../report-words.ts'
import { reportedVulnerabilities } from '../reported.ts'
import { statedFindings } from '../stated.ts'
import { type ComponentRow, componentRows } from './component-rows.ts'

/** One file's inventory, to be recorded for an asset: the document's subject, unless another is named. */
export interface ImportRecord {
  inventory: ImportedInventory
  outcome: Outcome
  fileName: string
  /** Digest of the file's bytes, as given. */
  contentDigest: string
  asset?: { kind: AssetKind; name: string; naturalKey?: string }
  importedAt: Instant
  importedBy?: string
}

/** Ids and times of one import, worked out before anything is written. */
export interface ImportPlan {
  workspaceId: string
  assetId: AssetId
  asset: { kind: AssetKind; name: string; naturalKey: string }
  importId: ImportId
  witness: string
  statedAt: string
  record: ImportRecord
  rows: ComponentRow[]
  /** What a report says of the components, by their ids; `undefined`: the file is no report. */
  reported: ReportedVulnerability[] | undefined
  /** What a report says of the asset itself; `undefined`: the file is no report. */
  stated: StatedFinding[] | undefined
  /** What a report says of vulnerabilities themselves. */
  words: ReportedWords[]
  /** How the asset hangs together with others, as the file states it. */
  related: StatedRelations
}

/** Works out everything that is written, before anything is. */
export function planImport(workspaceId: string, record: ImportRecord): ImportPlan {
  const { inventory } = record
  const { kind, name } = record.asset ?? inventory.subject
  const naturalKey = cleanText(record.asset?.naturalKey ?? naturalKeyOf(record.asset ?? inventory.subject))
  const assetId = assetIdOf(kind, naturalKey)
  const { importer, tool, subject, configuration } = inventory
  const asset = { kind, name: cleanText(name), naturalKey }
  const witness = cleanText(witnessOf(importer, tool, subject, configuration))
  return {
    workspaceId,
    assetId,
    asset,
    importId: importIdOf(assetId, witness, record.contentDigest),
    witness,
    statedAt: inventory.statedAt ?? record.importedAt,
    record,
    rows: componentRows(assetId, inventory.components),
    reported: reportedVulnerabilities(inventory, (component) => componentIdOf(assetId, component)),
    stated: statedFindings(inventory, naturalKey),
    words: reportWords(inventory),
    related: statedRelations(inventory, { id: assetId, ...asset }),
  }
}
