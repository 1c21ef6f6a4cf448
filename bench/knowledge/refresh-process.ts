/** One refresh in a process of its own, so that its memory can be told: `refresh-process.ts <data folder> <mirror>`. */
import { join } from 'node:path'
import { type Instant, ok } from '#core/kernel'
import { refreshKnowledge } from '#flows/refresh'
import { defaultFeedLimits, feeds, filesOfMirror } from '#intake/feeds'
import { openDatabase } from '#platform/database'
import { peakMemory } from '../../test/support/peak-memory.ts'

const [dataDir = '', mirror = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, join: true })
if (!database.ok) throw new Error(database.error.message)
const files = filesOfMirror(mirror, feeds)
const started = performance.now()
const report = await refreshKnowledge({
  database: database.value,
  indexPath: join(dataDir, 'knowledge.index'),
  feeds: feeds.filter(({ id }) => files.has(id)),
  limits: defaultFeedLimits,
  clock: () => new Date().toISOString() as Instant,
  gather: async (feed, state) => ok({ files: files.get(feed.id) ?? [], state }),
})
const durationMs = performance.now() - started
await database.value.close()
if (!report.ok) throw new Error(report.error.message)
process.stdout.write(`${JSON.stringify({ durationMs, rssBytes: peakMemory(), ...report.value })}\n`)
