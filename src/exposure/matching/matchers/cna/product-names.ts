import { type AffectedProduct, dictionaryWord } from '#core/vocabulary'
import { attributesFit } from '../../cpe/attributes-fit.ts'
import { type CpeName, cpeName } from '../../cpe/names.ts'
import type { Identity } from '../../identity.ts'

/** A component's name under which a product entry speaks of it. */
export interface ProductName {
  /** As the trail shows it. */
  text: string
  /** Left out where the purl names the product. */
  cpe?: CpeName
  /** `unknown`: the entry asks for an edition or a target of which the component says nothing. */
  fit: 'yes' | 'unknown'
}

/** Vendor and product as a purl of a code host states them: the words GitHub's own CNA writes into its records. */
export function nameOfPurl({ kind, component }: Identity): { vendor: string; product: string } | undefined {
  const { namespace, name } = component
  return kind === 'other' && namespace ? { vendor: namespace, product: name } : undefined
}

/** The names of a component that a product entry means, by its CPEs where it has some, else by its words. */
export function namesUnder(identity: Identity, entry: AffectedProduct): ProductName[] {
  const wanted = entry.cpes?.flatMap((text) => cpeName(text) ?? []) ?? []
  const named = identity.cpes.names().flatMap((cpe): ProductName[] => {
    if (wanted.length === 0) return wordsFit(entry, cpe) ? [{ text: cpe.text, cpe, fit: 'yes' }] : []
    const fits = wanted.map((name) => attributesFit(identity, cpe, name))
    if (fits.includes('yes')) return [{ text: cpe.text, cpe, fit: 'yes' }]
    return fits.includes('unknown') ? [{ text: cpe.text, cpe, fit: 'unknown' }] : []
  })
  if (named.length > 0) return named
  const stated = nameOfPurl(identity)
  return stated && wordsFit(entry, stated) ? [{ text: identity.component.purl ?? stated.product, fit: 'yes' }] : []
}

function wordsFit(entry: AffectedProduct, name: { vendor: string; product: string }): boolean {
  return (
    dictionaryWord(entry.product) === dictionaryWord(name.product) &&
    dictionaryWord(entry.vendor) === dictionaryWord(name.vendor)
  )
}
