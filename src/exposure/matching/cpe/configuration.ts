import type { Containment } from '#core/versions'
import { type AffectedCpe, type CpeMatch, type CpeNode, evaluateConfiguration, type Ternary } from '#core/vocabulary'
import { attributesFit, type Wearer } from './attributes-fit.ts'
import {
  containmentInCriteria,
  type OrderedName,
  orderedName,
  type VersionReader,
  type Wanted,
} from './criteria-range.ts'
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
  const { node, ...kept } = best
  const others = best.containment === 'outside' ? 'yes' : platformHolds(identity, configuration, best, context)
  const { by } = configuration
  return {
    cpe,
    ...kept,
    ...(others === 'no' && { containment: 'outside' as const }),
    platform: others === 'yes' ? 'met' : 'unseen',
    ...(by === undefined ? {} : { by }),
  }
}

interface Best extends Pick<ConfigurationFinding, 'criteria' | 'containment' | 'fit'> {
  node: CpeNode
}

function bestCriteria(identity: Wearer & VersionReader, cpe: CpeName, configuration: AffectedCpe): Best | undefined {
  let best: Best | undefined
  const name = orderedName(identity, cpe)
  for (const node of configuration.nodes) {
    if (node.negate) continue
    for (const criteria of node.matches) {
      if (!criteria.vulnerable) continue
      const found = meet(identity, name, criteria)
      if (found === undefined || (best !== undefined && rank(found) <= rank(best))) continue
      best = { ...found, criteria, node }
      if (rank(best) === TOP) return best
    }
  }
  return best
}

const TOP = 5

function rank({ containment, fit }: Pick<Best, 'containment' | 'fit'>): number {
  return containmentRank[containment] * 2 + (fit === 'yes' ? 1 : 0)
}

const containmentRank: Readonly<Record<Containment, number>> = { inside: 2, unparsable: 1, outside: 0 }

type Met = Pick<Best, 'containment' | 'fit'>

const elsewhere: Met = { containment: 'outside', fit: 'yes' }

/** Where one name lies against one criteria; `undefined` where the criteria is not about it. */
export function meetCriteria(identity: Wearer & VersionReader, cpe: CpeName, criteria: CpeMatch): Met | undefined {
  return meet(identity, orderedName(identity, cpe), criteria)
}

/** Most criteria are told by their text alone, for old records list hundreds of single versions; the rest are parsed. */
function meet(identity: Wearer & VersionReader, name: OrderedName, criteria: CpeMatch): Met | undefined {
  const look = glance(name, criteria)
  if (look === 'other product') return undefined
  if (look === 'other version') return elsewhere
  const version = plainVersion(name.cpe, criteria)
  if (version !== undefined) {
    const { containment, sure } = containmentInCriteria(name, criteria, anyUpdateOf(version))
    return { containment, fit: sure ? 'yes' : 'unknown' }
  }
  const wanted = cpeName(criteria.cpe)
  const fit = wanted ? attributesFit(identity, name.cpe, wanted) : 'no'
  if (wanted === undefined || fit === 'no') return undefined
  const { containment, sure } = containmentInCriteria(name, criteria, wanted)
  return { containment, fit: sure ? fit : 'unknown' }
}

/** Only where neither name is quoted and both versions start with a number is the answer sure; the rest is `unclear`. */
function glance(
  { cpe: { prefix }, leading }: OrderedName,
  { cpe: text }: CpeMatch,
): 'other product' | 'other version' | 'unclear' {
  if (prefix === undefined) return 'unclear'
  if (!text.startsWith(prefix)) {
    const isPlain = text.startsWith('cpe:2.3:') && !text.startsWith('cpe:2.3:*') && !text.includes('\\')
    return isPlain ? 'other product' : 'unclear'
  }
  const theirs = Number.parseInt(text.slice(prefix.length, prefix.length + 6), 10)
  if (Number.isNaN(theirs) || Number.isNaN(leading) || theirs === leading || text.includes('\\')) return 'unclear'
  const field = text.slice(prefix.length, text.indexOf(':', prefix.length))
  return /[*?]/.test(field) ? 'unclear' : 'other version'
}

const NOTHING_MORE = ':*:*:*:*:*:*:*'

/**
 * The version that a criteria asks for where it asks for the product and nothing else, as most do; `undefined` where that
 * cannot be told from its text, or where the version is a pattern. It saves taking the name apart.
 */
function plainVersion({ prefix }: CpeName, { cpe: text }: CpeMatch): string | undefined {
  if (prefix === undefined || !text.endsWith(NOTHING_MORE) || !text.startsWith(prefix)) return undefined
  const version = text.slice(prefix.length, -NOTHING_MORE.length)
  return /^(?:\*|-|[\w.]+)$/.test(version) ? version.toLowerCase() : undefined
}

function anyUpdateOf(version: string): Wanted {
  return { version, update: '*', wfn: { version, update: '*' } }
}

/** Whether the rest of an AND configuration holds: other nodes, and what one AND node lists beside the component. */
function platformHolds(
  { system }: Wearer,
  configuration: AffectedCpe,
  { node, criteria }: Best,
  context: CriteriaContext,
): Ternary {
  const alone = configuration.operator === 'OR' || configuration.nodes.length === 1
  if (alone && (node.operator === 'OR' || node.matches.length === 1)) return 'yes'
  const asked: AffectedCpe = configuration.operator === 'AND' ? configuration : { ...configuration, nodes: [node] }
  return evaluateConfiguration(asked, (match) => (match === criteria ? 'yes' : context.meets(match, system)))
}
