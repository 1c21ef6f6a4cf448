import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Instant, ok } from '#core/kernel'
import type { Component } from '#core/vocabulary'
import { openIndex } from '#exposure/knowledge'
import { changesSince } from '#exposure/knowledge/store'
import { matchInventory, touchedComponents } from '#exposure/matching'
import { refreshKnowledge } from '#flows/refresh'
import { defaultFeedLimits, feeds, filesOfMirror } from '#intake/feeds'
import { type Database, openDatabase } from '#platform/database'
import { dataFolder } from '../../test/support/data-folder.ts'

const NEWS = 'nvdcve-2.0-modified'
const now = '2026-08-07T00:00:00.000Z' as Instant

/**
 * Loads NVD's yearly feeds, then its modified feed, as a day's refresh would, and matches again what the change face
 * says was touched. Returns the line to print.
 */
export async function afterOneDay(data: string, components: readonly Component[]): Promise<string> {
  const folder = dataFolder('bench-day')
  const database = await openDatabase({ dataDir: join(folder, 'data') })
  if (!database.ok) throw new Error(database.error.message)
  try {
    const indexPath = join(folder, 'knowledge.index')
    const before = await refresh(database.value, indexPath, data, false)
    await refresh(database.value, indexPath, data, true)
    return await rematch(database.value, indexPath, before, components)
  } finally {
    await database.value.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function refresh(database: Database, indexPath: string, data: string, news: boolean): Promise<string> {
  const files = filesOfMirror(join(data, 'feeds'), feeds).get('nvd') ?? []
  const report = await refreshKnowledge({
    database,
    indexPath,
    feeds: feeds.filter((feed) => feed.id === 'nvd'),
    limits: defaultFeedLimits,
    clock: () => now,
    gather: async (_, state) => ok({ files: files.filter((file) => news || !file.name.includes(NEWS)), state }),
  })
  if (!report.ok) throw new Error(report.error.message)
  return report.value.publication.generation
}

async function rematch(
  database: Database,
  indexPath: string,
  before: string,
  components: readonly Component[],
): Promise<string> {
  const index = openIndex(indexPath)
  if (!index.ok) throw new Error(index.error.message)
  const started = performance.now()
  const changes = await changesSince(database, before)
  if (changes.kind === 'everything') return 'after one day: too much changed to be listed, everything is matched again'
  const touched = touchedComponents(components, changes.keys, { dial: 'precise' })
  const { matches } = matchInventory(touched, index.value, { dial: 'precise', vex: [] })
  const ms = Math.round(performance.now() - started)
  index.value.close()
  return `after one day (NVD's modified feed: ${changes.vulnerabilityIds.size} records, ${changes.keys.size} keys): ${touched.length} of ${components.length} components matched again, ${matches.length} matches, ${ms} ms`
}
