/** Finds what an organisation exposes: names, addresses, services, and why they are its own. Stores nothing. */
export { nameAsset } from './asset-name.ts'
export type {
  DiscoveryScope,
  DiscoverySources,
  KnownService,
  PortScanTerms,
  Probe,
  ProbeTools,
  ServiceTools,
} from './contract.ts'
export { type DiscoveryOptions, discover } from './engine/discover.ts'
export type { PartialLook } from './engine/partial-look.ts'
export { type DiscoveryState, stateOf } from './engine/state.ts'
export { probes } from './probes/registry.ts'
