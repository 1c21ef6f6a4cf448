import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Instant, ok } from '#core/kernel'
import type { Component, Match } from '#core/vocabulary'
import { openIndex } from '#exposure/knowledge'
import { changesSince } from '#exposure/knowledge/store'
import { matchInventory, touchedComponents } from '#exposure/matching'
import { refreshKnowledge } from '#flows/refresh'
import { defaultFeedLimits, type FeedFile, feeds, filesOfMirror } from '#intake/feeds'
import { type Database, openDatabase } from '#platform/database'
import { dataFolder } from '../../test/support/data-folder.ts'

const NVD_NEWS = 'nvdcve-2.0-modified'
/** Of each OSV file so many records, the last that were published, are the day's news; the others were there before. */
const OSV_NEWS = 40
const now = '2026-08-07T00:00:00.000Z' as Instant
const options = { dial: 'precise' as const, vex: [] }

/**
 * Loads NVD's yearly feeds and the OSV records as they were, then NVD's modified feed and the last OSV
 * records, as a day's refresh would, and matches again what the change face says was touched. Returns the line to print.
 */
export async function afterOneDay(data: string, components: readonly Component[]): Promise<string> {
  const folder = dataFolder('bench-day')
  const database = await openDatabase({ dataDir: join(folder, 'data') })
  if (!database.ok) throw new Error(database.error.message)
  try {
    const day = new Day(database.value, data, folder)
    const generation = await day.refresh(false)
    copyFileSync(day.indexPath, day.beforePath)
    await day.refresh(true)
    return await rematch(day, database.value, generation, components)
  } finally {
    await database.value.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

class Day {
  readonly indexPath: string
  readonly beforePath: string
  readonly #database: Database
  readonly #files: ReadonlyMap<string, FeedFile[]>
  readonly #folder: string

  constructor(database: Database, data: string, folder: string) {
    this.#database = database
    this.#files = filesOfMirror(join(data, 'feeds'), feeds)
    this.#folder = folder
    this.indexPath = join(folder, 'knowledge.index')
    this.beforePath = join(folder, 'before.index')
  }

  /** @param news false: all but the day's news. Returns the generation of the knowledge. */
  async refresh(news: boolean): Promise<string> {
    const report = await refreshKnowledge({
      database: this.#database,
      indexPath: this.indexPath,
      feeds: feeds.filter(({ id }) => id === 'nvd' || id === 'osv'),
      limits: defaultFeedLimits,
      clock: () => now,
      gather: async ({ id }, state) => {
        const files = this.#files.get(id) ?? []
        return ok({ files: id === 'nvd' ? nvdFiles(files, news) : this.#osvFiles(files, news), state })
      },
    })
    if (!report.ok) throw new Error(report.error.message)
    return report.value.publication?.generation ?? ''
  }

  #osvFiles(files: readonly FeedFile[], news: boolean): FeedFile[] {
    if (news) return [...files]
    mkdirSync(join(this.#folder, 'osv'), { recursive: true })
    return files.map(({ path, name }) => {
      const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
      const older = lines.toSorted(byPublished).slice(0, -OSV_NEWS)
      const target = join(this.#folder, 'osv', name.replace(/^.*\/|\.gz$/g, ''))
      writeFileSync(target, older.join('\n'))
      return { path: target, name: name.replace(/\.gz$/, '') }
    })
  }
}

function byPublished(a: string, b: string): number {
  const [left = '', right = ''] = [a, b].map((line) => /"published": ?"([^"]+)"/.exec(line)?.[1])
  return left < right ? -1 : left > right ? 1 : 0
}

function nvdFiles(files: readonly FeedFile[], news: boolean): FeedFile[] {
  return files.filter(({ name }) => news || !name.includes(NVD_NEWS))
}

async function rematch(
  { indexPath, beforePath }: Day,
  database: Database,
  generation: string,
  components: readonly Component[],
): Promise<string> {
  const [before, after] = [openIndex(beforePath), openIndex(indexPath)]
  if (!before.ok || !after.ok) throw new Error('the indexes of the day cannot be read')
  const started = performance.now()
  const changes = await changesSince(database, generation)
  if (changes.kind === 'everything') return 'after one day: too much changed to be listed, everything is matched again'
  const touched = touchedComponents(components, changes.keys, { dial: 'precise' })
  const { matches } = matchInventory(touched, after.value, options)
  const ms = Math.round(performance.now() - started)
  const changed = differences(
    matchInventory(components, before.value, options).matches,
    matchInventory(components, after.value, options).matches,
  )
  const refs = new Set(touched.map(({ ref }) => ref))
  const missed = changed.filter((ref) => !refs.has(ref)).length
  before.value.close()
  after.value.close()
  return `after one day (NVD's modified feed, and the last ${OSV_NEWS} records of each OSV file: ${changes.vulnerabilityIds.size} records, ${changes.keys.size} keys): ${touched.length} of ${components.length} components matched again, ${matches.length} matches, ${ms} ms; matching everything before and after differs in ${changed.length} matches, ${missed} of them of components that were not matched again`
}

/** The components of the matches that are in one list only, or decided otherwise. */
function differences(before: readonly Match[], after: readonly Match[]): string[] {
  const keyOf = ({ componentRef, vulnerabilityId, verdict, method, recordId, fixedVersions }: Match) =>
    [componentRef, vulnerabilityId, verdict, method, recordId, ...fixedVersions].join('\n')
  const [left, right] = [
    new Map(before.map((match) => [keyOf(match), match])),
    new Map(after.map((match) => [keyOf(match), match])),
  ]
  const only = [...left].filter(([key]) => !right.has(key)).concat([...right].filter(([key]) => !left.has(key)))
  return only.map(([, { componentRef }]) => componentRef)
}
