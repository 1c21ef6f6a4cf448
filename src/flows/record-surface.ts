import { digestOf, type Instant } from '#core/kernel'
import type { NamedAsset, Standing } from '#core/vocabulary'
import { digestOfReading, type ObservationValue, READER, type Reading, readingOf } from '#exposure/surface'
import { type AssetToRecord, assetsToRecord, noteRecording, standingObservations } from '#exposure/surface/store'
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
): Promise<{ recorded: number; opened: number; resolved: number }> {
  const { database } = context
  const assets = await database.inWorkspace(terms.workspaceId, assetsToRecord)
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

async function recordOne(
  context: FlowContext,
  terms: RecordTerms,
  { id, asset, standing, recorded: before }: AssetToRecord,
) {
  const { workspaceId, at } = terms
  const isOurs = recorded.has(standing)
  if (!isOurs && before === null) return undefined
  const observations = isOurs
    ? await context.database.inWorkspace(workspaceId, (work) => standingObservations(work, id))
    : []
  const reading = readingOf(asset, observations)
  const digest = digestOfReading(reading)
  if (digest === before) return undefined
  const imported = importedFrom(asset, reading, { digest, ...terms })
  const { findings } = await recordSeen(context, { workspaceId, actor: 'discovery', asset, imported })
  if (isSeenFromOutside(asset, { reading, observations })) await stateExposure(context, terms, id)
  await context.database.inWorkspace(workspaceId, (work) =>
    noteRecording(work, { workspaceId, assetId: id, digest, at }),
  )
  return findings
}

function importedFrom(
  asset: NamedAsset,
  reading: Reading,
  { digest, at }: RecordTerms & { digest: string },
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
