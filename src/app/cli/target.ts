import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Imported, importFile } from '#intake/importers'

/** What was read of a target: one inventory a file, and the files that were refused with the reason. */
export interface TargetInventories {
  imports: Imported[]
  refused: { path: string; reason: string }[]
}

/** Reads an SBOM or lockfile, a folder of them, or this host's package databases (`host`). */
export async function readTarget(target: string): Promise<Result<TargetInventories>> {
  if (target === 'host') return walk('/', 'host')
  const found = await stat(target).catch(() => undefined)
  if (!found)
    return err(problem('not-found', `${target} does not exist: give an SBOM, a lockfile, a folder, or "host"`))
  if (found.isDirectory()) return walk(resolve(target), 'folder')
  const imported = await importFile(target)
  return imported.ok ? ok({ imports: [imported.value], refused: [] }) : imported
}

async function walk(root: string, kind: 'host' | 'folder'): Promise<Result<TargetInventories>> {
  const { walkFolder } = await import('#intake/importers')
  const walked = await walkFolder(root, kind === 'host' ? { kinds: ['package-database'] } : {})
  if (!walked.ok) return walked
  if (walked.value.imports.length === 0) {
    return err(problem('nothing-found', `nothing to read in ${root}: no SBOM, lockfile or package database was found`))
  }
  return walked
}
