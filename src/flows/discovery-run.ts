import { type Problem, problem } from '#core/kernel'
import type { NamedAsset } from '#core/vocabulary'
import { type DiscoverySettings, type ProbeAgent, quietWords, type RunState, type TrackedRun } from '#exposure/surface'

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

/** Why a run that nobody stopped did not look at everything. */
export function heldUp({ settings }: Pick<RunUnderWay, 'settings'>, unsent: number): Problem {
  const why = settings.quietHours ? `quiet hours began while it looked: ${quietWords(settings)}` : 'probes were held up'
  return problem(
    'held-up',
    `${why}; ${unsent.toLocaleString('en')} probes were not sent, and nothing is missed by that`,
  )
}
