import { fingerprintSets } from '#exposure/knowledge/store'
import type { DiscoveryEngine } from '#flows/discover'
import { discover, stateOf } from '#intake/discovery'
import { type Fingerprints, fingerprintsOf } from '#intake/discovery/fingerprints'
import { serviceTools } from '#intake/discovery/services'
import type { Database } from '#platform/database'

/** DNS, NTP and SNMP: what answers over UDP and is asked nothing but what clients of it ask. */
const datagramPorts = [53, 123, 161]

/** What looks, with the fingerprint sets that feeds brought beside our own. */
export function discoveryEngine(database: Database): DiscoveryEngine {
  return engineWith(async () => fingerprintsOf(await fingerprintSets(database)))
}

/** What looks, with these fingerprints. */
export function engineWith(load: () => Promise<Fingerprints>): DiscoveryEngine {
  return async function* (tools, known, { agent, look, isFirst, before }) {
    const fingerprints = await load()
    yield* discover(tools, {
      state: stateOf(known),
      isFirst,
      ...(look && { look }),
      ...(before && { before }),
      services: serviceTools({ fingerprints, datagramPorts, agent }),
    })
  }
}
