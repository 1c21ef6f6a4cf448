import type { DiscoveryEngine } from '#flows/discover'

/** What looks: names the seeds and looks no further. */
export const discoveryEngine: DiscoveryEngine = async function* ({ scope }) {
  for (const asset of scope.seeds)
    yield { type: 'asset', asset: { asset, standing: 'owned', confidence: 100, reason: 'it is a seed', path: [] } }
}
