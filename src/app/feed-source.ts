import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#core/kernel'
import { gatherFromFolder, gatherOverHttp } from '#flows/gather'
import type { RefreshOptions } from '#flows/refresh'
import { type Feed, feeds, filesOfMirror } from '#intake/feeds'
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
  config: Pick<Config, 'mirror' | 'dataDir' | 'feedHosts'>,
  only: readonly string[] = [],
  signal?: AbortSignal,
): FeedSource {
  const wanted = only.length === 0 ? feeds : feeds.filter((feed) => only.includes(feed.id))
  const { mirror } = config
  if (mirror !== undefined && !/^https?:\/\//.test(mirror)) {
    // A mirror that is not there or holds nothing fails every feed, in so many words: a refresh of none would look well.
    const held = existsSync(mirror) ? filesOfMirror(mirror, feeds) : new Map()
    const some = only.length === 0 && held.size > 0
    return { feeds: wanted.filter((feed) => !some || held.has(feed.id)), gather: gatherFromFolder(mirror) }
  }
  const fetched = wanted.filter(
    (feed) => mirror !== undefined || only.length > 0 || feed.official(ANY_DAY, {}).length > 0,
  )
  const gather = gatherOverHttp({
    port: servicePort(portRules(mirror, config.feedHosts)),
    mirror,
    folder: join(config.dataDir, 'feeds'),
    clock: systemClock,
    signal,
  })
  return { feeds: fetched, gather }
}

/** An administrator who names a mirror has listed its host; the official sources must be public. */
function portRules(mirror: string | undefined, feedHosts: readonly string[]) {
  if (mirror !== undefined) return { hosts: feedHosts, privateHosts: [new URL(mirror).hostname] }
  const official = feeds.flatMap((feed) => feed.official(ANY_DAY, {})).map(({ url }) => new URL(url).hostname)
  return { hosts: [...new Set([...official, ...redirectHosts, ...feedHosts])], privateHosts: [] }
}
