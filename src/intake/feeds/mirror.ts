import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Feed, FeedFile } from './contract.ts'

const MAX_DEPTH = 3

/** The files of a mirror folder by the feed they belong to. A folder that matches a pattern is one file of its feed. */
export function filesOfMirror(folder: string, feeds: readonly Feed[]): Map<string, FeedFile[]> {
  const feedOf = assigner(feeds)
  const found = new Map<string, FeedFile[]>()
  for (const path of pathsOf(folder, folder, 0)) {
    const name = relative(folder, path).replaceAll('\\', '/')
    const feed = feedOf(name)
    if (feed) found.set(feed.id, [...(found.get(feed.id) ?? []), { path, name }])
  }
  return found
}

/** Of a mirror's paths those that belong to a feed. */
export function pathsOfFeed(feed: Feed, paths: readonly string[], feeds: readonly Feed[]): string[] {
  const feedOf = assigner(feeds)
  return paths.filter((path) => feedOf(path) === feed)
}

/** A path goes to the feed whose pattern is the most specific: osv/rubysec.ndjson* before osv/*.ndjson*. */
function assigner(feeds: readonly Feed[]): (path: string) => Feed | undefined {
  const patterns = feeds.flatMap((feed) => feed.mirror.map((glob) => ({ feed, glob, matches: matcherOf(glob) })))
  patterns.sort((a, b) => b.glob.replaceAll('*', '').length - a.glob.replaceAll('*', '').length)
  return (path) => patterns.find(({ matches }) => matches.test(path))?.feed
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
