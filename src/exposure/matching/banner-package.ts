import type { Component, Distribution } from '#core/vocabulary'
import { distributionOfVersion } from './release-of-version.ts'

/** The distribution's build that a service's own words give away: `8.9p1 Ubuntu-3ubuntu0.6`. */
export interface BannerPackage {
  distribution: Distribution
  /** Version without epoch, which banners do not show. */
  version: string
}

const debianStyle = /^(\S+)[ _](Debian|Ubuntu|Raspbian)-([\w.+~-]+)$/

/** Reads the packaging revision out of a banner's version; `undefined` where it shows none. */
export function bannerPackage({ version = '', distribution }: Component): BannerPackage | undefined {
  const [, upstream, family = '', revision] = debianStyle.exec(version) ?? []
  if (upstream === undefined || revision === undefined) return undefined
  const id = family === 'Ubuntu' ? 'ubuntu' : 'debian'
  const stated = distribution?.id === id && distribution.versionId !== undefined ? distribution : undefined
  return {
    distribution: stated ?? distributionOfVersion('deb', revision) ?? { id },
    version: `${upstream}-${revision}`,
  }
}
