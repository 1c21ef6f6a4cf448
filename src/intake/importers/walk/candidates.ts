import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Importer, ImporterKind } from '../contract.ts'
import { importers } from '../registry.ts'
import { matchesName } from '../shared/inventory/lockfile.ts'

/** The importer that takes a file by its place below the root; `undefined` for files that are nobody's. */
export function candidateOf(path: string, kinds?: readonly ImporterKind[]): Importer | undefined {
  const place = path.replaceAll('\\', '/')
  const name = basename(place).replace(/\.(?:gz|zst)$/i, '')
  return [...importers.values()].find(
    (importer) =>
      (kinds?.includes(importer.kind) ?? importer.kind !== 'report') &&
      importer.files.some((pattern) => fits(pattern, place, name)),
  )
}

function fits(pattern: string, place: string, name: string): boolean {
  if (!pattern.includes('/')) return matchesName(name, [pattern])
  const folder = dirname(pattern)
  const parent = dirname(place)
  const inPlace = parent === folder || parent.endsWith(`/${folder}`)
  return inPlace && (basename(pattern) === '*' ? !name.endsWith('.md5sums') : basename(pattern) === name)
}

/** True when a better witness of the same packages lies beside the file. */
export async function isSuperseded(root: string, path: string, importer: Importer): Promise<boolean> {
  for (const other of importer.yieldsTo?.[basename(path)] ?? []) {
    const found = await stat(join(root, dirname(path), other)).catch(() => undefined)
    if (found?.isFile()) return true
  }
  return false
}
