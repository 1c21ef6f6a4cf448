import { fingerprintSets } from '#exposure/knowledge/store'
import type { DiscoveryEngine } from '#flows/discover'
import { discover, stateOf } from '#intake/discovery'
import { fingerprintsOf } from '#intake/discovery/fingerprints'
import { serviceTools } from '#intake/discovery/services'
import type { Database } from '#platform/database'

/** What looks, with the fingerprint sets that feeds brought beside our own. */
export function discoveryEngine(database: Database): DiscoveryEngine {
  return async function* (tools, known) {
    const fingerprints = fingerprintsOf(await fingerprintSets(database))
    yield* discover(tools, { state: stateOf(known), services: serviceTools({ fingerprints }) })
  }
}
