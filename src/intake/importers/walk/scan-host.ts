import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ok, type Result } from '#core/kernel'
import { importers } from '../registry.ts'
import { type FolderWalk, type WalkOptions, walkFolder } from './walk-folder.ts'

/** Reads the package databases of a root (`/` or an unpacked image) at the places where systems keep them; nothing else is opened. */
export async function scanHost(root = '/', options: Omit<WalkOptions, 'kinds'> = {}): Promise<Result<FolderWalk>> {
  const total: FolderWalk = { root, imports: [], refused: [], entries: 0, symlinks: 0 }
  for (const folder of databaseFolders()) {
    if (!(await isFolder(join(root, folder)))) continue
    const walked = await walkFolder(root, { ...options, kinds: ['package-database'], start: folder, maxDepth: 1 })
    if (!walked.ok) return walked
    total.imports.push(...walked.value.imports)
    total.refused.push(...walked.value.refused)
    total.entries += walked.value.entries
    total.symlinks += walked.value.symlinks
  }
  return ok(total)
}

function databaseFolders(): string[] {
  const files = [...importers.values()]
    .filter((importer) => importer.kind === 'package-database')
    .flatMap((importer) => importer.files)
  const folders = [...new Set(files.map((file) => dirname(file)))]
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)))
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}
