import { mkdirSync } from 'node:fs'
import { err, ok, type Result, systemClock } from '#core/kernel'
import { endInterruptedRuns } from '#exposure/knowledge/store'
import type { FlowContext } from '#flows/context'
import { KnowledgeHolder } from '#flows/knowledge-holder'
import { mendIndex } from '#flows/mend-index'
import type { Config } from '#platform/config'
import { openDatabase } from '#platform/database'
import { loadSecretKeys, type SecretBox, secretBox } from '#platform/secrets'
import { closedFolderProblem } from './closed-folder.ts'
import { indexPath } from './data-folder.ts'
import { chooseTable } from './decision-table.ts'

/** The open installation: database, knowledge and clock. */
export interface Runtime extends FlowContext {
  config: Config
  secrets: SecretBox
  /** What whoever opened it should be told. */
  warnings: readonly string[]
  close(): Promise<void>
}

interface OpenWays {
  /** Beside a running server, where there is one. */
  join: boolean
  /** With a lower priority. */
  niceness?: number
}

/** Opens the installation. Problem `data-folder-closed`: the folder is not this user's to write. */
export async function openRuntime(config: Config, ways: OpenWays): Promise<Result<Runtime>> {
  try {
    return await open(config, ways)
  } catch (error) {
    const closed = closedFolderProblem(config.dataDir, error)
    if (closed) return err(closed)
    throw error
  }
}

async function open(config: Config, { join: beside, niceness }: OpenWays): Promise<Result<Runtime>> {
  const chosen = await chooseTable(config.table)
  if (!chosen.ok) return chosen
  // Others may pass through, so that the database's own user reaches its folder; they can list nothing.
  mkdirSync(config.dataDir, { recursive: true, mode: 0o711 })
  const keys = loadSecretKeys(config.dataDir, config.secretKey)
  if (!keys.ok) return keys
  const database = await openDatabase({
    dataDir: config.dataDir,
    url: config.databaseUrl,
    join: beside,
    ...(niceness !== undefined && { niceness }),
  })
  if (!database.ok) return database
  const knowledge = new KnowledgeHolder(indexPath(config.dataDir))
  const runtime: Runtime = {
    config,
    secrets: secretBox(keys.value),
    warnings: chosen.value.warnings,
    table: chosen.value.table,
    dial: config.dial,
    maxKnowledgeAgeDays: config.maxKnowledgeAgeDays,
    database: database.value,
    knowledge,
    clock: systemClock,
    async close() {
      knowledge.close()
      await database.value.close()
    },
  }
  try {
    await endInterruptedRuns(database.value)
    await mendIndex(runtime)
    return ok(runtime)
  } catch (error) {
    await runtime.close()
    throw error
  }
}
