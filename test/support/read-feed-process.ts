/**
 * Reads a file with a feed in a process of its own: `node read-feed-process.ts <feed id> <path> <name>`. Prints how many
 * records were kept and by how many bytes the process grew at most.
 */
import { defaultFeedLimits, type FeedSink, feeds } from '../../src/intake/feeds/index.ts'
import { memorySink } from '../../src/intake/feeds/memory-sink.kit.ts'
import { peakMemory } from './peak-memory.ts'

const [id, path = '', name = ''] = process.argv.slice(2)
const feed = feeds.find((one) => one.id === id)
if (!feed) throw new Error(`there is no feed ${id}`)
const before = process.memoryUsage.rss()
const sink: FeedSink = {
  ...memorySink(),
  // As the store does: it keeps a statement as a row of its own text, numbers of a score, and never their texts.
  put: (statement) => void JSON.stringify(statement),
  epssDay: async (batches) => {
    for await (const scores of batches) void scores.length
  },
}
const read = await feed.read({ path, name }, sink, defaultFeedLimits)
if (!read.ok) throw new Error(read.error.message)
const grown = peakMemory() - before
process.stdout.write(JSON.stringify({ kept: read.value.outcome.kept, grown }))
