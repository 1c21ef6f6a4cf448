import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '#core/kernel'
import type { Dial } from '#exposure/matching'
import { decisionDefaults, namesSettings } from '#platform/config/defaults'
import { dataFolder } from '../data-folder.ts'
import { runningServer } from '../running-server.ts'

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

/**
 * Flags, then what the server on the folder goes by, else the installation's settings. Those are read with their schema only where there are any: loading it takes
 * longer than a small scan.
 */
export async function decisionSettings(flags: DecisionFlags): Promise<Result<DecisionSettings>> {
  const folder = dataFolder(flags.dataDir)
  const server = runningServer(folder)?.decides
  const { table = server?.table, dial = server?.dial } = flags
  const maxAge = flags.maxAge ?? server?.maxKnowledgeAgeDays
  if (server || !hasSettings(process.env, folder))
    return ok({
      dataDir: folder,
      table: table ?? decisionDefaults.table,
      dial: dial ?? decisionDefaults.dial,
      maxAgeDays: maxAge,
    })
  const { loadConfig } = await import('#platform/config')
  const config = loadConfig(process.env, { dataDir: flags.dataDir, table, dial, maxKnowledgeAgeDays: maxAge })
  if (!config.ok) return config
  const { maxKnowledgeAgeDays, ...chosen } = config.value
  return ok({ dataDir: chosen.dataDir, table: chosen.table, dial: chosen.dial, maxAgeDays: maxKnowledgeAgeDays })
}

function hasSettings(environment: NodeJS.ProcessEnv, folder: string): boolean {
  return namesSettings(environment) || existsSync(join(folder, 'config.json'))
}
