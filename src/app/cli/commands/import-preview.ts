import { componentWords } from '#action/reports'
import { droppedWords } from '#contract/dropped-words'
import { previewNotes } from '#contract/preview-notes'
import { previewReason } from '#contract/preview-words'
import { ok } from '#core/kernel'
import { versionWords } from '#core/version-words'
import { previewKinds } from '#exposure/findings'
import type { InventoryFile } from '#flows/exposure'
import { type ExplainedChange, type ImportPreview, previewImport } from '#flows/preview-import'
import { previewWords } from '../../import-words.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime } from '../open.ts'
import { columns, finish, print, progress, say } from '../say.ts'

interface Previewed {
  path: string
  preview?: ImportPreview
  refused?: { code: string; message: string }
}

/** More are for `--json`, not for a terminal. */
const SHOWN = 20

/** `lunette import --preview`: what importing each file would do, each for itself; nothing is kept. */
export async function previewFiles(
  files: readonly InventoryFile[],
  flags: { dataDir?: string; json?: boolean },
): Promise<number> {
  const done = await withNewRuntime(flags, async (runtime) => {
    const all: Previewed[] = []
    for (const file of files) {
      const preview = await previewImport(runtime, file, progress)
      all.push(preview.ok ? { path: file.path, preview: preview.value } : { path: file.path, refused: preview.error })
    }
    return ok(all)
  })
  return finish(done, (all) => {
    print(all.map(dataOf), all.flatMap(textOf).join('\n'), flags.json)
    for (const { path, refused } of all) if (refused) say(`${path}: ${refused.message}`)
    return all.some(({ refused }) => refused) ? exitCodes.usage : exitCodes.clean
  })
}

function dataOf({ path, preview, refused }: Previewed) {
  if (!preview) return { path, status: 'refused', problem: refused && { code: refused.code, message: refused.message } }
  return { path, status: 'previewed', ...preview.result, changes: preview.changes }
}

function textOf({ path, preview }: Previewed): string[] {
  if (!preview) return []
  const { result, changes } = preview
  const words = [
    previewWords(result.counts),
    componentWords(result.components, result.components),
    `${result.added} come, ${result.removed} go, ${result.changedVersion} change version`,
    `${result.unjudged} on the asset cannot be called clean`,
  ]
  const asset = result.isNewAsset ? `${result.assetName} (a new asset)` : result.assetName
  const notes = previewNotes(result, 'name it with --asset.')
  const dropped = result.dropped.map((drop) => `  ${droppedWords(drop)}`)
  return [
    `${path}: ${asset}: ${words.join('; ')}`,
    ...dropped,
    ...notes.map((note) => `  ${note}`),
    ...previewKinds.flatMap((kind) => listOf(kind, changes)),
  ]
}

function listOf(kind: ExplainedChange['kind'], changes: readonly ExplainedChange[]): string[] {
  const rows = changes.filter((change) => change.kind === kind)
  if (rows.length === 0) return []
  const cells = rows
    .slice(0, SHOWN)
    .map(({ finding, was, returned }) => [
      `  ${kind}`,
      finding.urgency,
      finding.vulnerabilityId ?? finding.title,
      finding.componentName || finding.location,
      turnWords(was && versionsOf(was), versionsOf(finding)),
      previewReason({ kind, finding, was, returned }),
    ])
  const more = rows.length > SHOWN ? [`  … and ${rows.length - SHOWN} more (--json has all)`] : []
  return [columns(['', '', '', '', '', ''], cells).split('\n').slice(1).join('\n'), ...more]
}

function versionsOf({ componentVersion, otherVersions }: ExplainedChange['finding']): string | null {
  return versionWords(componentVersion, otherVersions)
}

function turnWords(was: string | null, now: string | null): string {
  return was === null || was === now ? (now ?? '') : `${was} → ${now ?? ''}`
}
