import type { Bits } from './bits.ts'

/** What findings must fulfil for one key of a filter. */
export interface Condition {
  /** The same for the same condition in every filter. */
  id: string
  key: string
  /** Places of those that do, when it was judged; places without a finding among them. Its own, to be kept right. */
  places: Bits
  /** Places of few: most words of the set have none. */
  isSparse: boolean
  /** True when the finding at a place fulfils it as it is now. */
  holds(place: number): boolean
}
