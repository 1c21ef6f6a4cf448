import { basename } from 'node:path'
import { ok, type Problem } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import { type InventoryFile, importInventory, type RecordedInventory } from '#flows/exposure'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { componentWords } from '../../import-words.ts'
import { type ImportedAsset, importedAsset } from '../../imported-asset.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { finish, print, progress, say } from '../say.ts'
import { previewFiles } from './import-preview.ts'

interface ImportFlags {
  dataDir?: string
  asset?: string
  exposure?: Exposure
  preview?: boolean
  json?: boolean
}

/** What became of one thing to import. */
interface Imported {
  path: string
  recorded?: RecordedInventory
  asset?: ImportedAsset
  refused?: Problem
}

/** `lunette import`: records inventories and assesses them; the same again changes nothing. One that is refused stops no other. */
export async function importFiles(paths: string[], flags: ImportFlags): Promise<number> {
  const files = paths.map((path) => fileOf(path, flags))
  if (flags.preview) return previewFiles(files, flags)
  const done = await withRuntime(flags, async (runtime) => {
    const all: Imported[] = []
    for (const file of files) all.push(await importOne(runtime, file))
    return ok(all)
  })
  return finish(done, (all) => {
    print(all.map(summaryOf), all.flatMap(sentenceOf).join('\n'), flags.json)
    for (const { path, refused } of all) if (refused) say(refusal(path, refused))
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
    assetName: flags.asset,
  }
}

async function importOne(runtime: Runtime, file: InventoryFile): Promise<Imported> {
  const { path } = file
  const result = await importInventory(runtime, file, progress)
  if (!result.ok) return { path, refused: result.error }
  const asset = await importedAsset(runtime, DEFAULT_WORKSPACE, result.value.recorded.assetId)
  return { path, recorded: result.value, asset }
}

/** Problems of a file begin with its base name already. */
function refusal(path: string, { message }: Problem): string {
  return `${path}${message.startsWith(basename(path)) ? message.slice(basename(path).length) : `: ${message}`}`
}

function summaryOf({ path, recorded: done, refused }: Imported) {
  if (!done) return { path, status: 'refused', problem: refused }
  const { imported, recorded, findings } = done
  const { status, assetId, importId, components, changes } = recorded
  const { format } = imported.inventory
  return { path, format, status, assetId, importId, components, changes, findings, outcome: imported.outcome }
}

function sentenceOf({ path, recorded: done, asset }: Imported): string[] {
  if (!done || !asset) return []
  const { imported, recorded, findings } = done
  if (recorded.status === 'unchanged') return [`${path}: ${asset.name} is unchanged, the same was recorded before`]
  const { changes } = recorded
  const parts = [
    `${componentWords(recorded.components, imported.inventory.components.length)} of ${asset.name} (${imported.inventory.format})`,
    `${changes.added.length} came, ${changes.removed.length} went, ${changes.changedVersion.length} changed version`,
    `${findings.opened} findings opened, ${findings.reopened} reopened, ${findings.resolved} resolved`,
    asset.judgement,
  ]
  const dropped = imported.outcome.dropped.map((drop) => `dropped ${drop.count} (${drop.code}), e.g. ${drop.example}`)
  return [`${path}: ${parts.join('; ')}`, ...dropped.map((line) => `  ${line}`)]
}
