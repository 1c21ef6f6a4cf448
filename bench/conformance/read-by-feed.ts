import type { Result } from '#core/kernel'
import { defaultFeedLimits, type FeedRead, feeds } from '#intake/feeds'
import { type MemorySink, memorySink } from '../../src/intake/feeds/memory-sink.kit.ts'
import type { ConformanceFile } from './types.ts'

/** Reads a file with the feed of that id, as a refresh does, into memory. */
export async function readByFeed(
  id: string,
  { absolutePath, path }: ConformanceFile,
): Promise<{ read: Result<FeedRead>; taken: MemorySink }> {
  const feed = feeds.find((one) => one.id === id)
  if (!feed) throw new Error(`there is no feed ${id}`)
  const taken = memorySink()
  return { read: await feed.read({ path: absolutePath, name: path }, taken, defaultFeedLimits), taken }
}
