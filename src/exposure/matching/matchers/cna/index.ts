import { type KnowledgeKey, productKey } from '#core/vocabulary'
import { configurationOpinion } from '../../cpe/configuration-opinion.ts'
import { heardProducts } from '../../cpe/heard-products.ts'
import { distinct } from '../../distinct.ts'
import { type Identity, keyOfName } from '../../identity.ts'
import type { Opinion } from '../../opinion.ts'
import { packageOpinions } from '../../package-opinion.ts'
import type { Dial, Matcher } from '../types.ts'
import { nameOfPurl } from './product-names.ts'
import { productOpinion } from './product-opinion.ts'

/**
 * What the CVE's own numbering authority says in its record: of a package it names in an ecosystem, and of a product by
 * CPE or by vendor and product words that are the component's own, as the CPE dictionary writes them.
 */
export const cnaMatcher: Matcher = {
  method: 'cna',
  description:
    'What a CVE record’s own authority says of a package it names in an ecosystem, or of a product under its CPE or exact vendor and product words.',
  keys: keysOf,
  judge: (identity, statement, { surroundings, remembered }) => {
    if (statement.source !== 'cve') return []
    const packages = packageOpinions(identity, identity.names, statement, 'cna')
    if (packages.length > 0 || !statement.affected.some(({ kind }) => kind !== 'package')) return packages
    const opinions = [
      remembered.of(identity, statement, 'cna', () => productOpinion(identity, statement)),
      remembered.of(identity, statement, 'cna configuration', () =>
        configurationOpinion(identity, statement, 'cna', surroundings, ({ container }) => container === 'cna'),
      ),
    ]
    return opinions.filter((opinion): opinion is Opinion => opinion !== undefined)
  },
}

/** Under its packages' names, its CPEs' products and the words of its purl. */
function keysOf(identity: Identity, dial: Dial): KnowledgeKey[] {
  const keys = identity.kind === 'language' ? identity.names.map(keyOfName) : []
  for (const { vendor, product } of heardProducts(identity, dial, 'cna')) keys.push(productKey(vendor, product))
  const stated = nameOfPurl(identity)
  if (stated) keys.push(productKey(stated.vendor, stated.product))
  return distinct(keys)
}
