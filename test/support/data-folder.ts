import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A new folder for an installation's data. The embedded server's own user may enter it, so its cluster lies inside and
 * goes with it; in a folder closed to that user, root's cluster would lie elsewhere and be left behind.
 */
export function dataFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `lunette-${name}-`))
  chmodSync(folder, 0o711)
  return folder
}
