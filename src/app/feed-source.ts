import { gatherFromFolder } from '#flows/gather'
import type { RefreshOptions } from '#flows/refresh'
import { type Feed, feeds, filesOfMirror } from '#intake/feeds'
import type { Config } from '#platform/config'

/** Which feeds can be had, and how their files are brought here. */
export interface FeedSource {
  feeds: Feed[]
  gather: RefreshOptions['gather']
}

/** The mirror folder of the settings, else the official sources. @param only ids to keep. */
export function feedSource(
  config: Pick<Config, 'mirror' | 'dataDir' | 'feedHosts'>,
  only: readonly string[] = [],
): FeedSource {
  const wanted = only.length === 0 ? feeds : feeds.filter((feed) => only.includes(feed.id))
  if (config.mirror !== undefined && !/^https?:\/\//.test(config.mirror)) {
    const held = filesOfMirror(config.mirror, feeds)
    return {
      feeds: wanted.filter((feed) => only.length > 0 || held.has(feed.id)),
      gather: gatherFromFolder(config.mirror),
    }
  }
  throw new Error('feeds over HTTP are not available yet')
}
