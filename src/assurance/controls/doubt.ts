import type { Basis, ControlLimitKind } from '#core/vocabulary'
import type { Ground } from './grounds.ts'

/**
 * A finding that makes a control suspect: a vulnerability that is known to be exploited, in a part that it rests on. What
 * evidence showed of the control was shown before anybody made use of it.
 */
export interface Doubt {
  findingId: string
  /** `CVE-2021-44228` */
  vulnerability: string
  ground: Ground
  /** The asset that the finding is on, by name. */
  asset: string
  /** `assumed`: the register does not say what the control rests on. */
  basis: Basis
  /** Since when it is known; `null`: since now. */
  since: string | null
}

/** Why nothing is credited to a control, whatever its traces show. */
export interface Limit {
  kind: ControlLimitKind
  reason: string
  /** The finding that shows it, where one does. */
  findingId: string | null
  /** Since when it is known; `null`: since now, or always. */
  since: string | null
}
