import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Feed, FeedFile } from './contract.ts'

const MAX_DEPTH = 3

/**
 * The files of a mirror folder by the feed they belong to: each file goes to the first feed whose pattern is the more
 * specific one. A folder that matches a pattern is one file of its feed.
 */
export function filesOfMirror(folder: string, feeds: readonly Feed[]): Map<string, FeedFile[]> {
  const patterns = feeds.flatMap((feed) => feed.mirror.map((glob) => ({ feed, glob, matches: matcherOf(glob) })))
  // The pattern with the most literal characters wins: osv/rubysec.ndjson* before osv/*.ndjson*.
  patterns.sort((a, b) => b.glob.replaceAll('*', '').length - a.glob.replaceAll('*', '').length)
  const found = new Map<string, FeedFile[]>()
  for (const path of pathsOf(folder, folder, 0)) {
    const name = relative(folder, path).replaceAll('\\', '/')
    const feed = patterns.find(({ matches }) => matches.test(name))?.feed
    if (feed) found.set(feed.id, [...(found.get(feed.id) ?? []), { path, name }])
  }
  return found
}

function* pathsOf(root: string, folder: string, depth: number): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
    yield path
    if (isFolder && depth < MAX_DEPTH) yield* pathsOf(root, path, depth + 1)
  }
}

function matcherOf(glob: string): RegExp {
  return new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`)
}
