import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { err, ok, problem, type Report, type Result } from '#core/kernel'
import { type FolderWalk, type ImportedFile, importFile, scanHost, walkFolder } from '#intake/importers'

/** What was read of a target: one inventory a file, and the files that were refused with the reason. */
export interface TargetInventories {
  imports: ImportedFile[]
  refused: { path: string; reason: string }[]
}

/** Reads an SBOM or lockfile, a folder of them, or this host's package databases (`host`). */
export async function readTarget(target: string, report: Report): Promise<Result<TargetInventories>> {
  const onFile = (path: string, read: number) => report(`reading ${basename(path)}`, read, undefined, 'files read')
  if (target === 'host')
    return taken(await scanHost('/', { onFile }), 'this host has no package database that can be read')
  const found = await stat(target).catch(() => undefined)
  if (!found)
    return err(problem('not-found', `${target} does not exist: give an SBOM, a lockfile, a folder, or "host"`))
  if (found.isDirectory())
    return taken(
      await walkFolder(resolve(target), { onFile }),
      `no SBOM, lockfile or package database was found in ${target}`,
    )
  onFile(target, 0)
  const imported = await importFile(target)
  if (imported.ok) return ok({ imports: [imported.value], refused: [] })
  const { code, message, cause } = imported.error
  return err(problem(code, `${target}: ${message}`, cause))
}

function taken(walked: Result<FolderWalk>, nothing: string): Result<TargetInventories> {
  if (!walked.ok) return walked
  const { imports, refused } = walked.value
  return imports.length === 0 && refused.length === 0
    ? err(problem('nothing-found', nothing))
    : ok({ imports, refused })
}
