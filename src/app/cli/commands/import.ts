import { basename } from 'node:path'
import { err, ok, type Result } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import { importInventory, type RecordedInventory } from '#flows/exposure'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { withRuntime } from '../open.ts'
import { finish, print, progress } from '../say.ts'

interface ImportFlags {
  dataDir?: string
  asset?: string
  exposure?: Exposure
  json?: boolean
}

/** `lunette import`: records inventories and assesses them; the same file again changes nothing. */
export async function importFiles(files: string[], flags: ImportFlags): Promise<number> {
  const done = await withRuntime(flags, async (runtime): Promise<Result<RecordedInventory[]>> => {
    const recorded: RecordedInventory[] = []
    for (const path of files) {
      const file = {
        workspaceId: DEFAULT_WORKSPACE,
        path,
        fileName: basename(path),
        exposure: flags.exposure ?? 'unknown',
        actor: 'command line',
        assetName: flags.asset,
      }
      const result = await importInventory(runtime, file, progress)
      if (!result.ok) return err({ ...result.error, message: `${path}: ${result.error.message}` })
      recorded.push(result.value)
    }
    return ok(recorded)
  })
  return finish(done, (recorded) =>
    print(recorded.map(summaryOf), recorded.map((one, index) => sentenceOf(files[index]!, one)).join('\n'), flags.json),
  )
}

function summaryOf({ imported, recorded, findings }: RecordedInventory) {
  const { status, assetId, importId, components, changes } = recorded
  return {
    format: imported.inventory.format,
    status,
    assetId,
    importId,
    components,
    changes,
    findings,
    outcome: imported.outcome,
  }
}

function sentenceOf(path: string, { imported, recorded, findings }: RecordedInventory): string {
  const name = imported.inventory.subject.name
  if (recorded.status === 'unchanged') return `${path}: ${name} is unchanged, the same file was recorded before`
  const { changes } = recorded
  const parts = [
    `${recorded.components} components of ${name} (${imported.inventory.format})`,
    `${changes.added.length} came, ${changes.removed.length} went, ${changes.changedVersion.length} changed version`,
    `${findings.opened} findings opened, ${findings.reopened} reopened, ${findings.resolved} resolved`,
  ]
  const dropped = imported.outcome.dropped.map((drop) => `dropped ${drop.count} (${drop.code}), e.g. ${drop.example}`)
  return [`${path}: ${parts.join('; ')}`, ...dropped.map((line) => `  ${line}`)].join('\n')
}
