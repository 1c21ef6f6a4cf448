import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The data folder: flag, then LUNETTE_DATA_DIR, then `.lunette` here. Known without reading the configuration, for speed. */
export function dataFolder(flag: string | undefined): string {
  return resolve(flag ?? process.env.LUNETTE_DATA_DIR ?? '.lunette')
}

/** Where the knowledge index of a data folder lies. */
export function indexPath(folder: string): string {
  return join(folder, 'knowledge.index')
}

/** What a data folder is known by among the processes that share a database: made once, the same for all that work on it. */
export function folderId(folder: string): string {
  const path = join(folder, 'folder-id')
  try {
    writeFileSync(path, randomUUID(), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}
