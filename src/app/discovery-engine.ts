import { fingerprintSets } from '#exposure/knowledge/store'
import type { DiscoveryEngine } from '#flows/discover'
import { discover, stateOf } from '#intake/discovery'
import { fingerprintsOf } from '#intake/discovery/fingerprints'
import { announcedNetworks } from '#intake/discovery/networks'
import { serviceTools } from '#intake/discovery/services'
import type { Database } from '#platform/database'

/** DNS, NTP and SNMP: what answers over UDP and is asked nothing but what clients of it ask. */
const datagramPorts = [53, 123, 161]

/** What looks, with the fingerprint sets that feeds brought beside our own. */
export function discoveryEngine(database: Database): DiscoveryEngine {
  return engineWith(() => fingerprintSets(database))
}

/** What looks, with the sets that feeds brought, each gzip of its text. */
export function engineWith(load: () => Promise<ReadonlyMap<string, Buffer>>): DiscoveryEngine {
  return async function* (tools, known, { agent, look, isFirst, before }) {
    const sets = await load()
    const fingerprints = fingerprintsOf(sets)
    const routes = sets.get('ip2asn')
    const sources = { ...tools.sources, ...(routes && { announced: announcedNetworks(routes) }) }
    yield* discover(
      { ...tools, sources },
      {
        state: stateOf(known),
        isFirst,
        ...(look && { look }),
        ...(before && { before }),
        services: serviceTools({ fingerprints, datagramPorts, agent }),
      },
    )
  }
}
