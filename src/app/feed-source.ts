import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#core/kernel'
import { gatherOverHttp } from '#flows/gather'
import { gatherFromFolder } from '#flows/gather-folder'
import type { RefreshOptions } from '#flows/refresh'
import { catalogueFile, type Feed, feeds, filesOfMirror, otherCatalogues } from '#intake/feeds'
import type { Config } from '#platform/config'
import { servicePort } from '#platform/http'

/** Which feeds can be had, and how their files are brought here. */
export interface FeedSource {
  feeds: Feed[]
  gather: RefreshOptions['gather']
}

/** Where the official sources send on to. */
const redirectHosts = ['codeload.github.com', 'objects.githubusercontent.com', 'release-assets.githubusercontent.com']
const ANY_DAY = '2026-01-01'

/**
 * The mirror of the settings (a folder or an http address), else the official sources.
 * @param only ids to keep.
 * @param signal ends a transfer, too, not only the reading.
 */
export function feedSource(
  config: Pick<Config, 'mirror' | 'dataDir' | 'feedHosts' | 'kevCatalogues'>,
  only: readonly string[] = [],
  signal?: AbortSignal,
): FeedSource {
  const { mirror } = config
  const wanted = only.length === 0 ? feeds : feeds.filter((feed) => only.includes(feed.id))
  if (mirror !== undefined && !/^https?:\/\//.test(mirror)) {
    // A mirror that is not there or holds nothing fails every feed, in so many words: a refresh of none would look well.
    const held = existsSync(mirror) ? filesOfMirror(mirror, feeds) : new Map()
    const some = only.length === 0 && held.size > 0
    return { feeds: wanted.filter((feed) => !some || held.has(feed.id)), gather: gatherFromFolder(mirror) }
  }
  const configured = mirror === undefined ? wanted.map((feed) => withCatalogues(feed, config.kevCatalogues)) : wanted
  const fetched = configured.filter(
    (feed) => mirror !== undefined || only.length > 0 || feed.official(ANY_DAY, {}).length > 0,
  )
  const gather = gatherOverHttp({
    port: servicePort(portRules(config)),
    mirror,
    folder: join(config.dataDir, 'feeds'),
    clock: systemClock,
    signal,
  })
  return { feeds: fetched, gather }
}

/** Catalogues that the settings name are fetched from their own addresses; a mirror has what it has. */
function withCatalogues(feed: Feed, catalogues: Config['kevCatalogues']): Feed {
  return feed === otherCatalogues ? { ...feed, official: () => catalogues.map(catalogueFile) } : feed
}

/** An administrator who names a mirror or a catalogue has listed its host; the official sources must be public. */
function portRules({ mirror, feedHosts, kevCatalogues }: Pick<Config, 'mirror' | 'feedHosts' | 'kevCatalogues'>) {
  if (mirror !== undefined) return { hosts: feedHosts, privateHosts: [hostOf({ url: mirror })] }
  const official = feeds.flatMap((feed) =>
    feed.official(ANY_DAY, {}).flatMap((file) => [file, feed.changes?.listOf(file) ?? []].flat().map(hostOf)),
  )
  const privateHosts = kevCatalogues.map(hostOf)
  return { hosts: [...new Set([...official, ...redirectHosts, ...feedHosts, ...privateHosts])], privateHosts }
}

function hostOf({ url }: { url: string }): string {
  return new URL(url).hostname
}
