import type { Containment } from '#core/versions'
import { type AffectedCpe, type CpeMatch, type CpeNode, evaluateConfiguration, type Ternary } from '#core/vocabulary'
import { attributesFit, type Wearer } from './attributes-fit.ts'
import { containmentInCriteria, type OrderedName, orderedName, type VersionReader } from './criteria-range.ts'
import { criteriaOfProduct, isOfOther, type ListedCriteria, listed } from './listed-criteria.ts'
import { type CpeName, cpeName } from './names.ts'

/** How a configuration meets one CPE of a component. */
export interface ConfigurationFinding {
  cpe: CpeName
  criteria: CpeMatch
  containment: Containment
  /** `unknown`: the criteria asks for an edition, a target or an update of which the component's name says nothing. */
  fit: 'yes' | 'unknown'
  /** `met`: no platform or companion asked for, or seen. `unseen`: asked for, and not known whether it is there. */
  platform: 'met' | 'unseen'
  by?: string
}

/** What else is on the asset: whether a criteria of another product or a platform is met there. */
export interface CriteriaContext {
  meets(criteria: CpeMatch, system: Wearer['system']): Ternary
}

/**
 * Applies an NVD-shaped configuration (NISTIR 7696 matching of names, NVD's bounds on versions) to one CPE of a
 * component; what it must run on or together with is asked of the asset.
 */
export function meetConfiguration(
  identity: Wearer & VersionReader,
  cpe: CpeName,
  configuration: AffectedCpe,
  context: CriteriaContext,
): ConfigurationFinding | undefined {
  // "Everything but these products" names no product: nothing can be claimed from it.
  if (configuration.negate) return undefined
  const best = bestCriteria(identity, cpe, configuration)
  if (best === undefined) return undefined
  const { criteria, fit } = best
  const others = best.containment === 'outside' ? 'yes' : platformHolds(identity, configuration, best, context)
  const containment = others === 'no' ? 'outside' : best.containment
  const platform = others === 'yes' ? 'met' : 'unseen'
  const { by } = configuration
  if (by === undefined) return { cpe, criteria, containment, fit, platform }
  return { cpe, criteria, containment, fit, platform, by }
}

interface Best extends Pick<ConfigurationFinding, 'criteria' | 'containment' | 'fit'> {
  node: CpeNode
  place: number
}

function bestCriteria(identity: Wearer & VersionReader, cpe: CpeName, configuration: AffectedCpe): Best | undefined {
  let best: Best | undefined
  const name = orderedName(identity, cpe)
  const listed = criteriaOfProduct(configuration, cpe.prefix).for(name)
  for (let at = 0; at < listed.length; at++) {
    const criteria = listed[at]!
    if (best !== undefined && rank(best) === TOP && best.place < criteria.place) continue
    const found = meet(identity, name, criteria)
    if (found !== undefined && (best === undefined || isBetter(found, criteria, best))) best = withMet(criteria, found)
  }
  return best
}

function withMet({ criteria, node, place }: ListedCriteria, { containment, fit }: Met): Best {
  return { criteria, node, place, containment, fit }
}

function isBetter(found: Met, { place }: ListedCriteria, best: Best): boolean {
  const more = rank(found) - rank(best)
  return more > 0 || (more === 0 && place < best.place)
}

const TOP = 5

function rank({ containment, fit }: Pick<Best, 'containment' | 'fit'>): number {
  return containmentRank[containment] * 2 + (fit === 'yes' ? 1 : 0)
}

const containmentRank: Readonly<Record<Containment, number>> = { inside: 2, unparsable: 1, outside: 0 }

type Met = Pick<Best, 'containment' | 'fit'>

const elsewhere: Met = { containment: 'outside', fit: 'yes' }

const alone: CpeNode = { operator: 'OR', matches: [] }

/** Where one name lies against one criteria; `undefined` where the criteria is not about it. */
export function meetCriteria(identity: Wearer & VersionReader, cpe: CpeName, criteria: CpeMatch): Met | undefined {
  if (isOfOther(criteria.cpe, cpe.prefix)) return undefined
  return meet(identity, orderedName(identity, cpe), listed(criteria, alone, 0, cpe.prefix))
}

/** Most criteria are told by what their text shows; the names of the rest are taken apart. */
function meet(identity: Wearer & VersionReader, name: OrderedName, criteria: ListedCriteria): Met | undefined {
  const { leading, plain, bounds } = criteria
  if (leading !== name.leading && !Number.isNaN(leading) && !Number.isNaN(name.leading)) return elsewhere
  if (plain !== undefined) {
    const { containment, sure } = containmentInCriteria(name, bounds, plain)
    return { containment, fit: sure ? 'yes' : 'unknown' }
  }
  const wanted = cpeName(criteria.criteria.cpe)
  const fit = wanted ? attributesFit(identity, name.cpe, wanted) : 'no'
  if (wanted === undefined || fit === 'no') return undefined
  const { containment, sure } = containmentInCriteria(name, bounds, wanted)
  return { containment, fit: sure ? fit : 'unknown' }
}

/** Whether the rest of an AND configuration holds: other nodes, and what one AND node lists beside the component. */
function platformHolds(
  { system }: Wearer,
  configuration: AffectedCpe,
  { node, criteria }: Best,
  context: CriteriaContext,
): Ternary {
  const single = configuration.operator === 'OR' || configuration.nodes.length === 1
  if (single && (node.operator === 'OR' || node.matches.length === 1)) return 'yes'
  const asked: AffectedCpe = configuration.operator === 'AND' ? configuration : { ...configuration, nodes: [node] }
  return evaluateConfiguration(asked, (match) => (match === criteria ? 'yes' : context.meets(match, system)))
}
