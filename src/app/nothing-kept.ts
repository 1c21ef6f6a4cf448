import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Problem, problem } from '#core/kernel'
import type { Config } from '#platform/config'

/** Why a command that needs what is kept cannot go on; `undefined` where there is a database. */
export function nothingKept({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): Problem | undefined {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'postgres'))) return undefined
  return problem(
    'nothing-kept',
    `nothing is kept in ${resolve(dataDir)}: is it elsewhere (--data-dir, LUNETTE_DATA_DIR)?`,
  )
}
