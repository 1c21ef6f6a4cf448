import { basename } from 'node:path'
import { componentWords } from '#action/reports'
import { counted } from '#contract'
import { droppedWords } from '#contract/dropped-words'
import { setAsideWords } from '#contract/preview-notes'
import { ok, type Problem } from '#core/kernel'
import type { Criticality, Environment, Exposure } from '#core/vocabulary'
import { type InventoryFile, importInventory, type RecordedAsset, type RecordedInventory } from '#flows/exposure'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type ImportedAsset, importedAsset } from '../../imported-asset.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime } from '../open.ts'
import { finish, print, progress, say } from '../say.ts'
import { whenInterrupted } from '../when-interrupted.ts'
import { previewFiles } from './import-preview.ts'

interface ImportFlags {
  dataDir?: string
  asset?: string
  exposure?: Exposure
  owner?: string
  criticality?: Criticality
  environment?: Environment
  tag?: string[]
  preview?: boolean
  json?: boolean
}

/** What became of one thing to import. */
interface Imported {
  path: string
  recorded?: RecordedInventory
  /** The assets it speaks of: one, but for a report on several hosts. */
  assets?: { done: RecordedAsset; asset: ImportedAsset }[]
  refused?: Problem
}

/** `lunette import`: records inventories and assesses them; the same again changes nothing. One that is refused stops no other. */
export async function importFiles(paths: string[], flags: ImportFlags): Promise<number> {
  const files = paths.map((path) => fileOf(path, flags))
  if (flags.preview) return previewFiles(files, flags)
  const done = await whenInterrupted(
    'what was recorded stays, the rest is not; the same import again completes it',
    () =>
      withNewRuntime(flags, async (runtime) => {
        const all: Imported[] = []
        for (const file of files) all.push(await importOne(runtime, file))
        return ok(all)
      }),
  )
  return finish(done, (all) => {
    print(all.map(summaryOf), all.flatMap(sentenceOf).join('\n'), flags.json)
    for (const { path, refused } of all) if (refused) say(`${path}: ${refused.message}`)
    return all.some(({ refused }) => refused) ? exitCodes.usage : exitCodes.clean
  })
}

function fileOf(path: string, flags: ImportFlags): InventoryFile {
  return {
    workspaceId: DEFAULT_WORKSPACE,
    path,
    fileName: basename(path),
    exposure: flags.exposure ?? 'unknown',
    actor: 'command line',
    facts: factsOf(flags),
    assetName: flags.asset,
  }
}

function factsOf({ owner, criticality, environment, tag: tags }: ImportFlags): InventoryFile['facts'] {
  const given = { ...(owner && { owner }), ...(criticality && { criticality }), ...(environment && { environment }) }
  return { ...given, ...(tags && { tags }) }
}

/** As the server notes it: before, so that nothing is recorded of which the trail does not know. */
async function noteStart({ database, clock }: Runtime, file: InventoryFile): Promise<void> {
  const { workspaceId, fileName, exposure, assetName, actor } = file
  const detail = { fileName, exposure, ...(assetName && { assetName }) }
  await database.inWorkspace(workspaceId, (work) =>
    recordAudit(work, { chain: workspaceId, at: clock(), actor, action: 'import.start', target: fileName, detail }),
  )
}

async function importOne(runtime: Runtime, file: InventoryFile): Promise<Imported> {
  const { path } = file
  await noteStart(runtime, file)
  const result = await importInventory(runtime, file, progress)
  if (!result.ok) return { path, refused: result.error }
  const { others } = result.value
  const assets = []
  for (const done of [result.value, ...others])
    assets.push({ done, asset: await importedAsset(runtime, DEFAULT_WORKSPACE, done.recorded.assetId) })
  return { path, recorded: result.value, assets }
}

function summaryOf({ path, recorded: done, refused }: Imported) {
  if (!done) return { path, status: 'refused', problem: refused }
  const { imported, others } = done
  const { format } = imported.inventory
  const more = others.length > 0 ? { others: others.map(assetSummary) } : {}
  return { path, format, ...assetSummary(done), outcome: imported.outcome, ...more }
}

function assetSummary({ recorded, findings, setAsideFor }: RecordedAsset) {
  const { status, assetId, importId, components, changes, isLatest } = recorded
  return { status, assetId, importId, isLatest, ...(setAsideFor && { setAsideFor }), components, changes, findings }
}

function sentenceOf({ path, recorded, assets = [] }: Imported): string[] {
  if (!recorded) return []
  const { imported } = recorded
  const only = assets.length === 1
  return [
    ...assets.map(({ done, asset }) => `${path}: ${assetSentence(done, asset, imported.inventory, only)}`),
    ...imported.outcome.dropped.map((drop) => `  ${droppedWords(drop)}`),
  ]
}

function assetSentence(
  { recorded, findings, setAsideFor }: RecordedAsset,
  asset: ImportedAsset,
  { components, format }: RecordedInventory['imported']['inventory'],
  isOnly: boolean,
): string {
  if (recorded.status === 'unchanged') return `${asset.name} is unchanged, the same was recorded before`
  const { changes } = recorded
  const parts = [
    ...(setAsideFor ? [setAsideWords(setAsideFor)] : []),
    `${componentWords(recorded.components, isOnly ? components.length : recorded.components)} of ${asset.name} (${format})`,
    `${changes.added.length} came, ${changes.removed.length} went, ${changes.changedVersion.length} changed version`,
    `${counted(findings.opened, 'finding')} opened, ${findings.reopened} reopened, ${findings.resolved} resolved`,
    asset.judgement,
  ]
  return parts.join('; ')
}
