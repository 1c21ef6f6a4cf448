import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { dropRecord, err, ok, outcomeStatus, problem, type Result } from '#core/kernel'
import { type FolderWalk, type ImportedFile, importFile, mergeImports, scanHost, walkFolder } from '#intake/importers'

/** The word that stands for this machine's package databases. */
const HOST = 'host'

/**
 * One inventory of what a path names: an SBOM or lockfile, everything found in a folder, or the packages of this
 * machine (`host`). Files of a folder that were refused are counted as dropped, with the reason.
 */
export async function readInventory(path: string, fileName: string): Promise<Result<ImportedFile>> {
  if (path === HOST) return merged(await scanHost(), 'this host has no package database that can be read')
  const found = await stat(path).catch(() => undefined)
  if (!found) return err(problem('not-found', 'there is no such file or folder'))
  if (!found.isDirectory()) return importFile(path, { path: fileName })
  const name = basename(resolve(path))
  return merged(await walkFolder(resolve(path)), `no SBOM, lockfile or package database was found in ${path}`, name)
}

function merged(walked: Result<FolderWalk>, nothing: string, folder?: string): Result<ImportedFile> {
  if (!walked.ok) return walked
  const { imports, refused } = walked.value
  const [first] = imports
  if (!first) {
    const [file] = refused
    return err(problem('nothing-found', file ? `${nothing}; ${file.path}: ${file.reason}` : nothing))
  }
  const subject = folder === undefined ? first.inventory.subject : { name: folder, kind: 'repository' as const }
  const one = mergeImports(imports, subject)
  for (const { path, reason } of refused) dropRecord(one.outcome, 'refused-file', `${path}: ${reason}`)
  one.outcome.read += refused.length
  one.outcome.status = outcomeStatus(one.outcome)
  return ok(one)
}
