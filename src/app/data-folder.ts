import { join, resolve } from 'node:path'

/** The data folder: flag, then LUNETTE_DATA_DIR, then `.lunette` here. Known without reading the configuration, for speed. */
export function dataFolder(flag: string | undefined): string {
  return resolve(flag ?? process.env.LUNETTE_DATA_DIR ?? '.lunette')
}

/** Where the knowledge index of a data folder lies. */
export function indexPath(folder: string): string {
  return join(folder, 'knowledge.index')
}
