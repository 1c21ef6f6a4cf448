import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { counted } from '#contract'
import { ok, type Result } from '#core/kernel'
import type { VexFormat } from '#core/vocabulary/vex'
import { exportVex } from '#flows/vex-export'
import { type ImportedVex, importVex, keepVexImport } from '#flows/vex-import'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { readJsonFile } from '../json-file.ts'
import { withRuntime } from '../open.ts'
import { refusedOutput } from '../output-file.ts'
import { finish, print, say } from '../say.ts'
import { version } from '../version.ts'

const DAY_MS = 86_400_000
const actor = 'command line'

interface ExportFlags {
  dataDir?: string
  format: VexFormat
  asset?: string
  author: string
  output?: string
}

/** `lunette vex export`: the rulings in force as a document. */
export async function exportRulings(flags: ExportFlags): Promise<number> {
  const refused = await refusedOutput(flags.output)
  if (refused !== undefined) {
    say(refused)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, async (runtime) => {
    const { format, author, asset: assetId } = flags
    const wanted = { workspaceId: DEFAULT_WORKSPACE, format, assetId, author }
    return ok(await exportVex(runtime, wanted, { name: 'Lunette', version }))
  })
  if (!done.ok) return finish(done, () => {})
  const text = `${JSON.stringify(done.value, null, 2)}\n`
  if (flags.output === undefined) process.stdout.write(text)
  else await writeFile(flags.output, text)
  return exitCodes.clean
}

interface ImportFlags {
  dataDir?: string
  days: number
  preview?: boolean
  json?: boolean
}

/** `lunette vex import`: statements of our own become rulings. */
export async function importRulings(path: string, flags: ImportFlags): Promise<number> {
  const json = await readJsonFile(path)
  if (!json.ok) {
    say(json.error.message)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, (runtime) => importInto(runtime, path, json.value, flags))
  return finish(done, (imported) => print(imported, sentenceOf(imported, flags.preview === true), flags.json))
}

async function importInto(
  runtime: Runtime,
  path: string,
  json: unknown,
  { days, preview: rehearse = false }: ImportFlags,
): Promise<Result<ImportedVex>> {
  const at = runtime.clock()
  const endsAt = new Date(Date.parse(at) + days * DAY_MS).toISOString()
  const fileName = basename(path)
  const given = { workspaceId: DEFAULT_WORKSPACE, json, fileName, by: actor, endsAt, rehearse }
  if (rehearse) return importVex(runtime, given)
  return keepVexImport(runtime, given, (work, { document: target, ...told }) =>
    recordAudit(work, {
      ...{ chain: DEFAULT_WORKSPACE, at, actor, action: 'vex.import', target },
      detail: { fileName, endsAt, ...told },
    }),
  )
}

function sentenceOf(done: ImportedVex, rehearsed: boolean): string {
  const { statements, format, ruled, rulings, findings, already, superseded, partial, nothingHere, noRuling, refused } =
    done
  const lines = [
    `${counted(statements, 'statement')} (${format}): ${ruled} ${rehearsed ? 'would rule' : ruled === 1 ? 'rules' : 'rule'} on ${counted(findings, 'finding')} by ${counted(rulings, 'ruling')}`,
    `${already} were ruled on before, ${superseded} are replaced by later ones, ${partial} leave out another version that is here, ${nothingHere} are about nothing that is open here, ${noRuling} rule on nothing`,
  ]
  return [...lines, ...(refused ? [`${refused.count} refused, e.g. ${refused.example}`] : [])].join('\n')
}
