import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '#core/kernel'
import type { Dial } from '#exposure/matching'
import { decisionDefaults, namesSettings } from '#platform/config/defaults'
import { dataFolder } from '../data-folder.ts'
import { decidingOn } from '../deciding.ts'
import type { DecidingSettings } from '../running-server.ts'
import { say } from './say.ts'

/** What decides beside the knowledge, as far as flags say it. */
export interface DecisionFlags {
  dataDir?: string
  table?: string
  dial?: Dial
  maxAge?: number
}

/** What decides beside the knowledge, and where that lies: the same that the server on this folder goes by. */
export interface DecisionSettings {
  dataDir: string
  table: string
  dial: Dial
  maxAgeDays?: number | undefined
}

/** Flags, then what the server on the folder goes by, else the installation's settings. */
export async function decisionSettings(flags: DecisionFlags): Promise<Result<DecisionSettings>> {
  const folder = dataFolder(flags.dataDir)
  const own = await installedSettings(folder, flags.dataDir)
  if (!own.ok) return own
  const { settings, told } = decidingOn(folder, own.value)
  const { table, dial, maxAge } = flags
  if (told !== undefined && table === undefined && dial === undefined && maxAge === undefined) say(told)
  return ok({
    dataDir: folder,
    table: table ?? settings.table,
    dial: dial ?? settings.dial,
    maxAgeDays: maxAge ?? settings.maxKnowledgeAgeDays,
  })
}

/** Read with their schema only where there are any: loading it takes longer than a small scan. */
async function installedSettings(folder: string, dataDir: string | undefined): Promise<Result<DecidingSettings>> {
  if (!hasSettings(process.env, folder)) return ok(decisionDefaults)
  const { loadConfig } = await import('#platform/config')
  return loadConfig(process.env, { dataDir })
}

function hasSettings(environment: NodeJS.ProcessEnv, folder: string): boolean {
  return namesSettings(environment) || existsSync(join(folder, 'config.json'))
}
