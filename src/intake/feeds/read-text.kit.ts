import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '#core/kernel'
import { defaultFeedLimits, type Feed, type FeedRead } from './contract.ts'
import { type MemorySink, memorySink } from './memory-sink.kit.ts'

/** Reads a text with a feed, as a file of that name, into memory. */
export async function readText(
  feed: Feed,
  text: string,
  name = 'file-2026-08-01',
): Promise<{ result: Result<FeedRead>; taken: MemorySink }> {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-text-'))
  try {
    const path = join(folder, 'file')
    writeFileSync(path, text)
    const taken = memorySink()
    return { result: await feed.read({ path, name }, taken, defaultFeedLimits), taken }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
