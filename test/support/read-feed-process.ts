/**
 * Reads a file with a feed in a process of its own: `node read-feed-process.ts <feed id> <path>`. Prints how many
 * records were kept and by how many bytes the process grew at most.
 */
import { defaultFeedLimits, type FeedSink, feeds } from '../../src/intake/feeds/index.ts'
import { memorySink } from '../../src/intake/feeds/memory-sink.kit.ts'

const [id, path = ''] = process.argv.slice(2)
const feed = feeds.find((one) => one.id === id)
if (!feed) throw new Error(`there is no feed ${id}`)
const before = process.memoryUsage.rss()
const sink: FeedSink = {
  ...memorySink(),
  // As the store does: it keeps numbers of a score, never its texts.
  epssDay: async (batches) => {
    for await (const scores of batches) void scores.length
  },
}
const read = await feed.read({ path, name: 'file-2026-08-01' }, sink, defaultFeedLimits)
if (!read.ok) throw new Error(read.error.message)
const grown = process.resourceUsage().maxRSS * 1024 - before
process.stdout.write(JSON.stringify({ kept: read.value.outcome.kept, grown }))
