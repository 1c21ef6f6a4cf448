import type { Containment, Interval } from '#core/versions'
import type { AffectedProduct } from '#core/vocabulary'
import type { ProductName } from './product-names.ts'

/** How one product entry meets a component. */
export interface ProductFinding {
  entry: AffectedProduct
  name: ProductName
  version: string | undefined
  containment: Containment
  /** The interval the version is in. */
  interval?: Interval
}

/** `silent`: the record gives the version no status, which leaves the word to others. */
export type Standing = 'affected' | 'unaffected' | 'beyond' | 'silent' | 'unplaced'
