import type { AssetKind, Basis, Criticality, Distribution, Environment, Exposure } from '#core/vocabulary'
import type { AssetId } from './identity.ts'

/** From where an asset can be reached, with how that is known, who said so and when. */
export interface ExposureStatement {
  value: Exposure
  basis: Basis
  by?: string
  at?: string
  /** From where it was looked at; absent: nobody looked, somebody said. */
  vantage?: string
}

/** What the organisation has. Times are UTC instants. */
export interface Asset {
  id: AssetId
  kind: AssetKind
  naturalKey: string
  name: string
  owner?: string
  criticality: Criticality
  environment: Environment
  exposure: ExposureStatement
  tags: string[]
  distribution?: Distribution
  firstSeen: string
  lastSeen: string
}

/** What a person or a flow may say of an asset; absent fields stay. `owner: null` takes the owner away, `name: null` brings back the name that imports give. */
export interface AssetUpdate {
  name?: string | null
  owner?: string | null
  criticality?: Criticality
  environment?: Environment
  exposure?: ExposureStatement
  tags?: readonly string[]
}

const MAX_TAGS = 50
const MAX_TAG_LENGTH = 100

/** Tags without surrounding space, repeats, empties and what a filter cannot write (line breaks, commas, quotes), in order; at most 50 of 100 characters. */
export function normaliseTags(tags: readonly string[]): string[] {
  const plain = tags
    .map((tag) =>
      tag
        .replace(/[\s,"]+/g, ' ')
        .trim()
        .slice(0, MAX_TAG_LENGTH),
    )
    .filter(Boolean)
  return [...new Set(plain)].sort().slice(0, MAX_TAGS)
}
