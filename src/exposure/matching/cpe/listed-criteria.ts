import type { AffectedCpe, CpeMatch, CpeNode } from '#core/vocabulary'
import { boundsOf, dottedOf, type OrderedName, type Wanted } from './criteria-range.ts'

/** One vulnerable criteria of a configuration, with what its text alone tells. */
export interface ListedCriteria {
  node: CpeNode
  criteria: CpeMatch
  /** Its place in the configuration: of criteria that fit alike the first speaks. */
  place: number
  /** The number its version begins with, where that alone can tell it from another; else NaN. */
  leading: number
  /** What it asks for, where that is the product and a version and nothing else, as most do; else the name must be parsed. */
  plain: Wanted | undefined
  bounds: ReturnType<typeof boundsOf>
}

/**
 * The criteria of a configuration that may be about one product. Old records list hundreds of single versions: those are
 * looked up by the version, not tried one by one.
 */
export class CriteriaOfProduct {
  readonly #listed: ListedCriteria[] = []
  /** Those that ask for anything but one version of numbers and dots. */
  readonly #others: ListedCriteria[] = []
  readonly #exact = new Map<string, ListedCriteria>()
  #firstExact: ListedCriteria | undefined

  constructor({ nodes }: AffectedCpe, prefix: string | undefined) {
    let place = 0
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at]!
      if (node.negate) continue
      const { matches } = node
      for (let match = 0; match < matches.length; match++) {
        const criteria = matches[match]!
        place++
        if (criteria.vulnerable && !isOfOther(criteria.cpe, prefix)) this.#add(listed(criteria, node, place, prefix))
      }
    }
  }

  #add(one: ListedCriteria): void {
    this.#listed.push(one)
    const dotted = one.plain && dottedOf(one.plain.version)
    if (dotted === undefined) {
      this.#others.push(one)
      return
    }
    this.#firstExact ??= one
    if (!this.#exact.has(dotted)) this.#exact.set(dotted, one)
  }

  /** Those that can decide about a name: of single versions it is not of, the first stands for all. */
  for({ dotted }: OrderedName): readonly ListedCriteria[] {
    if (this.#firstExact === undefined) return this.#others
    if (dotted === undefined) return this.#listed
    const own = this.#exact.get(dotted)
    const exact = own === undefined || own === this.#firstExact ? [this.#firstExact] : [this.#firstExact, own]
    return this.#others.length === 0 ? exact : [...exact, ...this.#others]
  }
}

const kept = new WeakMap<AffectedCpe, Map<string | undefined, CriteriaOfProduct>>()

/** The criteria of a configuration for names that begin with `prefix`, kept as long as the configuration. */
export function criteriaOfProduct(configuration: AffectedCpe, prefix: string | undefined): CriteriaOfProduct {
  const byPrefix = kept.get(configuration) ?? new Map<string | undefined, CriteriaOfProduct>()
  kept.set(configuration, byPrefix)
  const known = byPrefix.get(prefix)
  if (known) return known
  const found = new CriteriaOfProduct(configuration, prefix)
  byPrefix.set(prefix, found)
  return found
}

/** One criteria by itself. */
export function listed(criteria: CpeMatch, node: CpeNode, place: number, prefix: string | undefined): ListedCriteria {
  const text = criteria.cpe
  const bounds = boundsOf(criteria)
  if (prefix === undefined || !text.startsWith(prefix) || text.includes('\\'))
    return { node, criteria, place, leading: Number.NaN, plain: undefined, bounds }
  const end = text.indexOf(':', prefix.length)
  const version = text.slice(prefix.length, end)
  const leading = pattern.test(version) ? Number.NaN : Number.parseInt(version, 10)
  const plain = text.endsWith(NOTHING_MORE) && end === text.length - NOTHING_MORE.length ? plainOf(version) : undefined
  return { node, criteria, place, leading, plain, bounds }
}

/** Only where neither name is quoted is that sure. */
export function isOfOther(text: string, prefix: string | undefined): boolean {
  if (prefix === undefined || text.startsWith(prefix)) return false
  return text.startsWith('cpe:2.3:') && !text.startsWith('cpe:2.3:*') && !text.includes('\\')
}

const NOTHING_MORE = ':*:*:*:*:*:*:*'
const pattern = /[*?]/
const anyOrPlain = /^(?:\*|-|[\w.]+)$/

/** `undefined` where the version is a pattern. */
function plainOf(stated: string): Wanted | undefined {
  if (!anyOrPlain.test(stated)) return undefined
  const version = stated.toLowerCase()
  return { version, update: '*', wfn: { version, update: '*' } }
}
