import { type Instant, ok, type Result } from '#core/kernel'
import type {
  Exposure,
  NamedAsset,
  ReportedFactsOf,
  ReportedVulnerability,
  SeenStated,
  Subject,
  VexStatement,
} from '#core/vocabulary'
import { draftFindings, draftStated, partsOf } from '#exposure/findings'
import { nothingRecorded, type RecordedFindings, recordFindings } from '#exposure/findings/store'
import { type Asset, type AssetId, type AssetUpdate, normaliseTags } from '#exposure/inventory'
import {
  type AssetChangeTerms,
  type CountsInstead,
  componentsOfAsset,
  countsInstead,
  earlierPlaces,
  findAsset,
  inventoryMarks,
  noteImportEffects,
  type RecordedComponent,
  type RecordedImport,
  recordImport,
  reportedFactsOfAsset,
  reportedOfAsset,
  statedOfAsset,
  subjectOfAsset,
  updateAsset,
  vexOfAsset,
} from '#exposure/inventory/store'
import { supplierStatements, supplierVexInForce } from '#exposure/knowledge/store'
import { vexKeysOf } from '#exposure/matching'
import type { AssetContext } from '#exposure/prioritisation'
import type { ImportedFile } from '#intake/importers'
import { Assessor } from './assess.ts'
import { assessStated } from './assess-stated.ts'
import { basisOf, isAssessed } from './assessment-basis.ts'
import { currencyOf, type FlowContext, type Report } from './context.ts'
import { type ImportOwner, ownerOfImport } from './owner-of-import.ts'
import { partsByHost } from './parts-by-host.ts'
import { readInventory } from './read-inventory.ts'

/** An inventory to record, as a person or a command gave it. */
export interface InventoryFile {
  workspaceId: string
  /** A file, a folder, or `host` for this machine. */
  path: string
  fileName: string
  /** The answer to "reachable from the internet?"; `unknown` leaves what is known. */
  exposure: Exposure
  actor: string
  /** What else is said of the asset; tags join those that it has. */
  facts?: Pick<AssetUpdate, 'owner' | 'criticality' | 'environment' | 'tags'> | undefined
  /** Name or id of the asset it belongs to, where it is not the document's subject. */
  assetName?: string | undefined
}

/** What became of one asset that a file speaks of. */
export interface RecordedAsset {
  recorded: RecordedImport
  findings: RecordedFindings
  /** The file that counts in its place, where it is not the latest of its witness. */
  setAsideFor?: CountsInstead | undefined
}

export interface RecordedInventory extends RecordedAsset {
  imported: ImportedFile
  /** The further assets of a report on several hosts. */
  others: RecordedAsset[]
}

/** So many components are decided at a time: in between the database is heard. */
const PART = 128

/** With the asset that somebody named, where they did. */
type OwnedFile = InventoryFile & { owner: ImportOwner | undefined }

/** The exposure flow for one file: read → record → match → prioritise → record findings. The same file again changes nothing. */
export async function importInventory(
  context: FlowContext,
  file: InventoryFile,
  report: Report,
): Promise<Result<RecordedInventory>> {
  report('reading', 0)
  const imported = await readInventory(file.path, file.fileName)
  if (!imported.ok) return imported
  // A name that a person gives is one asset's.
  const parts = file.assetName ? [imported.value] : partsByHost(imported.value)
  const { kind } = imported.value.inventory.subject
  const owner = file.assetName
    ? await ownerOfImport(context.database, file.workspaceId, file.assetName, kind)
    : ok(undefined)
  if (!owner.ok) return owner
  const recorded: RecordedAsset[] = []
  for (const part of parts) recorded.push(await recordAsset(context, { ...file, owner: owner.value }, part, report))
  const [first, ...others] = recorded as [RecordedAsset, ...RecordedAsset[]]
  return ok({ imported: imported.value, ...first, others })
}

async function recordAsset(
  context: FlowContext,
  file: OwnedFile,
  part: ImportedFile,
  report: Report,
): Promise<RecordedAsset> {
  const recorded = await recordInventory(context, file, part, (done, total) =>
    report('recording', done, total, 'components'),
  )
  await stateFacts(context, file, recorded.assetId)
  const findings = (await isAssessed(context, file.workspaceId, recorded.assetId))
    ? nothingRecorded
    : await assessAsset(context, file.workspaceId, recorded.assetId, { report })
  await noteEffects(context, file.workspaceId, { recorded, findings })
  if (recorded.isLatest) return { recorded, findings }
  const setAsideFor = await context.database.inWorkspace(file.workspaceId, (work) => countsInstead(work, recorded))
  return { recorded, findings, setAsideFor }
}

/** A file that was recorded before and is decided already has no effects of its own. */
async function noteEffects(
  { database }: FlowContext,
  workspaceId: string,
  { recorded, findings }: RecordedAsset,
): Promise<void> {
  if (recorded.status === 'unchanged' && findings === nothingRecorded) return
  const { opened, reopened, resolved } = findings
  await noteImportEffects(database, workspaceId, recorded.importId, { ...recorded.counts, opened, reopened, resolved })
}

/** Records what was seen of an asset, without a file: record → match → prioritise → record findings. */
export async function recordSeen(
  context: FlowContext,
  seen: {
    workspaceId: string
    actor: string
    asset: NamedAsset & { naturalKey?: string }
    imported: ImportedFile
    /** Why findings that are not seen any more end, where the asset itself says so. */
    because?: 'not-ours' | undefined
  },
): Promise<RecordedAsset> {
  const { workspaceId, actor, asset, imported, because } = seen
  const recorded = await recordImport(context.database, workspaceId, {
    ...imported,
    fileName: imported.inventory.format,
    importedAt: context.clock(),
    importedBy: actor,
    asset,
  })
  const findings = await assessAsset(context, workspaceId, recorded.assetId, { because })
  await noteEffects(context, workspaceId, { recorded, findings })
  return { recorded, findings }
}

/** Match → prioritise → record findings, for one recorded asset. */
export async function assessAsset(
  context: FlowContext,
  workspaceId: string,
  assetId: AssetId,
  { because, report = () => {} }: { because?: 'not-ours' | undefined; report?: Report } = {},
): Promise<RecordedFindings> {
  // Read first: what changes from here on is assessed by the next one.
  const inventory = (await inventoryMarks(context.database, workspaceId, assetId)).get(assetId)
  const asset = await findAsset(context.database, workspaceId, assetId)
  if (!asset || inventory === undefined) return nothingRecorded
  const supplierVex = await supplierVexInForce(context.database, workspaceId)
  const { subject, components, earlier, vex, reported, reportedFacts, stated } = await recordedComponents(
    context,
    workspaceId,
    {
      assetId,
      supplierVex,
    },
  )
  const currency = currencyOf(context)
  const sightings = new Map(components.map((component) => [component.ref, sightingOf(component, earlier)]))
  const rules = { asset: assetContext(asset), table: context.table, currency, reportedFacts }
  return context.knowledge.use((knowledge) => {
    const assessor = new Assessor(components, knowledge, {
      ...rules,
      dial: context.dial,
      vex,
      reported,
      ...(subject && { subject }),
    })
    return recordFindings(
      context.database,
      workspaceId,
      assetId,
      {
        drafts: toldParts(components, report).map((part) => draftFindings(assetId, assessor.judge(part))),
        sightings,
        stated: draftStated(assetId, assessStated(stated, knowledge, rules)),
        coverage: () => assessor.known().coverage,
        basis: { ...basisOf(context, knowledge, currency), inventory, supplierVex },
        exposure: asset.exposure.value,
        because,
      },
      currency.now,
    )
  })
}

/** The parts of an inventory; how far they were taken is told in between, at its end that the rest is being settled. */
function* toldParts(components: readonly RecordedComponent[], report: Report): Generator<RecordedComponent[]> {
  let done = 0
  for (const part of partsOf(components, PART)) {
    report('matching', done, components.length, 'components')
    yield part
    done += part.length
  }
  report('comparing with what was known', 0)
}

/** What moved within the asset was first seen where it was before. */
function sightingOf({ ref, firstSeen, lastSeen }: RecordedComponent, earlier: ReadonlyMap<string, string>) {
  return { firstSeen: earlier.get(ref) ?? firstSeen, lastSeen }
}

/** Stores what a person states of an asset and decides its findings anew. */
export async function changeAsset(
  context: FlowContext,
  workspaceId: string,
  assetId: AssetId,
  update: AssetUpdate,
  terms: AssetChangeTerms = {},
): Promise<Result<Asset>> {
  const updated = await updateAsset(context.database, workspaceId, assetId, update, terms)
  if (updated.ok) await assessAsset(context, workspaceId, assetId)
  return updated
}

async function recordInventory(
  context: FlowContext,
  file: OwnedFile,
  imported: ImportedFile,
  written: (done: number, total: number) => void,
): Promise<RecordedImport> {
  const record = {
    ...imported,
    fileName: file.fileName,
    importedAt: context.clock(),
    importedBy: file.actor,
    ...(file.owner && { asset: file.owner }),
  }
  return recordImport(context.database, file.workspaceId, record, written)
}

/** What is stated already is not stated again: the same file with the same answers changes nothing. */
async function stateFacts(context: FlowContext, file: InventoryFile, assetId: AssetId): Promise<void> {
  if (file.exposure === 'unknown' && !file.facts) return
  const known = await findAsset(context.database, file.workspaceId, assetId)
  if (!known) return
  const update = { ...newExposure(known, file, context.clock()), ...newFacts(known, file) }
  if (Object.keys(update).length > 0)
    await updateAsset(context.database, file.workspaceId, assetId, update, { by: file.actor })
}

function newExposure(
  { exposure: known }: Asset,
  { exposure: value, actor: by }: InventoryFile,
  at: Instant,
): AssetUpdate {
  if (value === 'unknown' || (known.value === value && known.basis === 'stated')) return {}
  return { exposure: { value, basis: 'stated', by, at } }
}

function newFacts(known: Asset, { facts = {} }: InventoryFile): AssetUpdate {
  const { owner, criticality, environment, tags = [] } = facts
  const all = normaliseTags([...known.tags, ...tags])
  return {
    ...(owner !== undefined && owner !== known.owner && { owner }),
    ...(criticality && criticality !== known.criticality && { criticality }),
    ...(environment && environment !== known.environment && { environment }),
    ...(all.length > known.tags.length && { tags: all }),
  }
}

function recordedComponents(
  { database }: FlowContext,
  workspaceId: string,
  { assetId, supplierVex }: { assetId: AssetId; supplierVex: readonly string[] },
): Promise<{
  subject: Subject | undefined
  components: RecordedComponent[]
  earlier: Map<string, string>
  vex: VexStatement[]
  reported: ReportedVulnerability[]
  reportedFacts: ReportedFactsOf[]
  stated: SeenStated[]
}> {
  return database.inWorkspace(workspaceId, async (transaction) => {
    const components: RecordedComponent[] = []
    for await (const component of componentsOfAsset(transaction, assetId)) components.push(component)
    const subject = await subjectOfAsset(transaction, assetId)
    const own = await vexOfAsset(transaction, assetId)
    const suppliers =
      supplierVex.length === 0 ? [] : await supplierStatements(transaction, supplierVex, vexKeysOf(components, subject))
    return {
      subject,
      components,
      earlier: await earlierPlaces(transaction, assetId),
      vex: [...own, ...suppliers],
      reported: await reportedOfAsset(transaction, assetId),
      reportedFacts: await reportedFactsOfAsset(transaction, assetId),
      stated: await statedOfAsset(transaction, assetId),
    }
  })
}

function assetContext({ exposure, criticality, owner }: Asset): AssetContext {
  return {
    exposure: exposure.value,
    exposureBasis: exposure.basis,
    ...(exposure.by && { exposureBy: exposure.by }),
    ...(exposure.at && { exposureAt: exposure.at }),
    criticality,
    ...(owner && { owner }),
  }
}
