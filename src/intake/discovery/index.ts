/** Finds what an organisation exposes: names, addresses, services, and why they are its own. Stores nothing. */
export type {
  DiscoveryScope,
  DiscoverySources,
  Probe,
  ProbeTools,
  ServiceTools,
} from './contract.ts'
export { type DiscoveryOptions, discover } from './engine/discover.ts'
export { type DiscoveryState, emptyState, remember } from './engine/state.ts'
export { probes } from './probes/registry.ts'
