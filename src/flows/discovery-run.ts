import type { Problem } from '#core/kernel'
import type { NamedAsset } from '#core/vocabulary'
import type { DiscoverySettings, ProbeAgent, RunState, TrackedRun } from '#exposure/surface'

/** A run as the flow goes through it. */
export interface RunUnderWay extends TrackedRun {
  settings: DiscoverySettings
  seeds: readonly NamedAsset[]
  /** All seeds of the scope are among them. */
  isFull: boolean
  /** An administrator said that whoever looks does so from outside. */
  isOutside: boolean
  /** Who looks, where it is not this host. */
  agent?: ProbeAgent
}

/** How the looking ended. */
export interface EndedLook {
  state: RunState
  problem?: Problem
  counts: Record<string, number>
  sent: Record<string, number>
  /** Ids of assets that were looked at without trouble. */
  looked: string[]
}
