import { digestOf, type Instant } from '#core/kernel'
import type { NamedAsset, Standing } from '#core/vocabulary'
import { digestOfReading, type ObservationValue, READER, type Reading, readingOf, vantageOf } from '#exposure/surface'
import {
  type AssetToRecord,
  assetsToRecord,
  noteRecording,
  readDiscoverySettings,
  standingObservations,
} from '#exposure/surface/store'
import type { ImportedFile } from '#intake/importers'
import { isPublicAddress } from '#platform/http'
import type { FlowContext, Report } from './context.ts'
import { changeAsset, recordSeen } from './exposure.ts'

/** Whose software and weaknesses become components and findings; of others there is nothing to fix here. */
const recorded: ReadonlySet<Standing | null> = new Set<Standing | null>(['owned', 'monitor-only'])

/**
 * What stands is joined from all vantages, so that one witness states it and takes it back, whoever looked. It is called
 * as the first was, so that what was recorded before goes on.
 */
const WITNESS = 'inside, this host'

/** Assets that are recorded at once: each asks the database again and again, and waits for it. */
const LANES = 4

interface RecordTerms {
  workspaceId: string
  vantage: string
  at: Instant
  /** An administrator said that this host looks from outside. */
  isOutside: boolean
}

/**
 * Records what was seen of each asset where it says something else than before: match, prioritise, findings, as for every
 * import. Its witness is Lunette's discovery at that vantage, so that what it sees no more it takes back itself.
 */
export async function recordSurface(
  context: FlowContext,
  terms: RecordTerms,
  report: Report,
): Promise<RecordedSurface> {
  const assets = await context.database.inWorkspace(terms.workspaceId, (work) => assetsToRecord(work))
  return recordAll(context, terms, assets, report)
}

export interface RecordedSurface {
  /** Assets that say something else than before. */
  recorded: number
  opened: number
  resolved: number
}

/**
 * Lets findings follow what people said of assets: of those that are ours by now, what stands is recorded; of those that
 * are not any more nothing is, and their findings end. To be called after the scope changed.
 */
export async function recordStandings(context: FlowContext, workspaceId: string): Promise<RecordedSurface> {
  const { database, clock } = context
  const { assets, settings } = await database.inWorkspace(workspaceId, async (work) => ({
    assets: (await assetsToRecord(work)).filter(isBehind),
    settings: await readDiscoverySettings(work),
  }))
  const terms = { workspaceId, vantage: vantageOf(settings), at: clock(), isOutside: settings.outside !== undefined }
  return recordAll(context, terms, assets, () => {})
}

const NOTHING = digestOfReading({ components: [], findings: [], relations: [] })

/** Whether what was recorded of an asset is not what its standing asks for. */
function isBehind({ standing, recorded: digest }: AssetToRecord): boolean {
  return recorded.has(standing) !== (digest !== null && digest !== NOTHING)
}

async function recordAll(
  context: FlowContext,
  terms: RecordTerms,
  assets: readonly AssetToRecord[],
  report: Report,
): Promise<RecordedSurface> {
  const sum = { recorded: 0, opened: 0, resolved: 0 }
  const left = assets.entries()
  const lane = async () => {
    for (const [index, asset] of left) {
      report('recording', index, assets.length, 'assets')
      const done = await recordOne(context, terms, asset)
      if (!done) continue
      sum.recorded++
      sum.opened += done.opened + done.reopened
      sum.resolved += done.resolved
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return sum
}

async function recordOne(context: FlowContext, terms: RecordTerms, listed: AssetToRecord) {
  const { workspaceId } = terms
  if (!(await wouldChange(context, workspaceId, listed))) return undefined
  // Somebody may have said something of it since it was listed.
  const [now = listed] = await context.database.inWorkspace(workspaceId, (work) => assetsToRecord(work, listed.id))
  const { id, asset, isOurs, reading, observations, digest } = await readNow(context, workspaceId, now)
  if (digest === now.recorded || (!isOurs && now.recorded === null)) return undefined
  const at = after(now.recordedAt, terms.at)
  const imported = importedFrom(asset, reading, { digest, at })
  const because = isOurs ? undefined : ('not-ours' as const)
  const { findings } = await recordSeen(context, { workspaceId, actor: 'discovery', asset, imported, because })
  if (isSeenFromOutside(asset, { reading, observations })) await stateExposure(context, { ...terms, at }, id)
  await context.database.inWorkspace(workspaceId, (work) =>
    noteRecording(work, { workspaceId, assetId: id, digest, at }),
  )
  return findings
}
/** What an asset says by now, as far as it is ours. */
async function readNow(context: FlowContext, workspaceId: string, { id, asset, standing }: AssetToRecord) {
  const isOurs = recorded.has(standing)
  const observations = isOurs
    ? await context.database.inWorkspace(workspaceId, (work) => standingObservations(work, id))
    : []
  const reading = readingOf(asset, observations)
  return { id, asset, isOurs, reading, observations, digest: digestOfReading(reading) }
}

async function wouldChange(context: FlowContext, workspaceId: string, listed: AssetToRecord): Promise<boolean> {
  const { isOurs, digest } = await readNow(context, workspaceId, listed)
  return digest !== listed.recorded && (isOurs || listed.recorded !== null)
}

/** What is said later holds: of two statements with one time nobody could tell which. */
function after(before: Instant | null, at: Instant): Instant {
  if (before === null || Date.parse(before) < Date.parse(at)) return at
  return new Date(Date.parse(before) + 1).toISOString() as Instant
}

function importedFrom(
  asset: NamedAsset,
  reading: Reading,
  { digest, at }: { digest: string; at: Instant },
): ImportedFile {
  const kept = reading.components.length + reading.findings.length
  return {
    inventory: {
      importer: READER,
      format: 'Lunette discovery',
      tool: 'Lunette discovery',
      configuration: WITNESS,
      subject: { kind: 'host', name: asset.name },
      statedAt: at,
      vex: [],
      ...reading,
    },
    path: 'discovery',
    outcome: { status: 'complete', read: kept, kept, dropped: [] },
    // The same again later is another statement: in between it may have been otherwise.
    contentDigest: digestOf(`${digest} ${at}`),
  }
}

/** A public address where something listens, a name that answers: a zone is read by whoever asks for it. */
function isSeenFromOutside(
  { kind, name }: NamedAsset,
  { reading, observations }: { reading: Reading; observations: readonly ObservationValue[] },
): boolean {
  if (kind === 'ip-address') return reading.relations.length > 0 && isPublicAddress(name)
  return (kind === 'domain' || kind === 'hostname') && observations.some((seen) => seen.kind === 'records')
}

/** Only who looks from outside may say that something can be reached from there. */
async function stateExposure(
  context: FlowContext,
  { workspaceId, vantage, at, isOutside }: RecordTerms,
  id: AssetToRecord['id'],
): Promise<void> {
  if (!isOutside) return
  await changeAsset(context, workspaceId, id, {
    exposure: { value: 'internet', basis: 'observed', by: 'Lunette discovery', at, vantage },
  })
}
