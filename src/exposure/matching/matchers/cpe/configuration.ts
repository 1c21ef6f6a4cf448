import type { Containment } from '#core/versions'
import type { AffectedCpe, CpeMatch, CpeNode } from '#core/vocabulary'
import { type CpeName, cpeName } from '../../cpe-names.ts'
import type { Identity } from '../../identity.ts'
import { containmentInCriteria } from './criteria-range.ts'
import { targetFits } from './target-software.ts'

/** How a configuration meets one CPE of a component. */
export interface ConfigurationFinding {
  cpe: CpeName
  criteria: CpeMatch
  containment: Containment
  /** `met`: no platform asked for, or seen. `unseen`: asked for, and not known whether it is there. */
  platform: 'met' | 'unseen'
  by?: string
}

/** Applies an NVD-shaped configuration (NISTIR 7696 matching of names, NVD's bounds on versions) to one CPE of a component. */
export function meetConfiguration(
  identity: Identity,
  cpe: CpeName,
  configuration: AffectedCpe,
): ConfigurationFinding | undefined {
  // "Everything but these products" names no product: nothing can be claimed from it.
  if (configuration.negate) return undefined
  let best: { criteria: CpeMatch; containment: Containment; node: CpeNode } | undefined
  for (const node of configuration.nodes) {
    if (node.negate) continue
    for (const criteria of node.matches) {
      if (!criteria.vulnerable || best?.containment === 'inside') continue
      const look = glance(cpe, criteria)
      if (look === 'other product' || (look === 'other version' && best !== undefined)) continue
      if (look === 'unclear' && !namesFit(identity, cpe, criteria)) continue
      const containment = look === 'other version' ? 'outside' : containmentInCriteria(identity, cpe, criteria)
      if (best === undefined || rank[containment] > rank[best.containment]) best = { criteria, containment, node }
    }
  }
  if (best === undefined) return undefined
  const platform = platformOf(identity, configuration, best.node)
  if (platform === 'absent') return { cpe, ...kept(best), containment: 'outside', platform: 'unseen' }
  return { cpe, ...kept(best), platform, ...(configuration.by === undefined ? {} : { by: configuration.by }) }
}

function kept({ criteria, containment }: { criteria: CpeMatch; containment: Containment }) {
  return { criteria, containment }
}

const rank: Readonly<Record<Containment, number>> = { inside: 2, unparsable: 1, outside: 0 }

/**
 * Tells most criteria apart by their text alone: old records list hundreds of single versions. Only where neither name
 * is quoted and both versions start with a number is the answer sure; the rest is `unclear` and parsed.
 */
function glance(cpe: CpeName, { cpe: text }: CpeMatch): 'other product' | 'other version' | 'unclear' {
  if (text.includes('\\') || !text.startsWith('cpe:2.3:')) return 'unclear'
  const { prefix } = cpe
  if (prefix === undefined) return 'unclear'
  if (!text.startsWith(prefix)) return text.startsWith('cpe:2.3:*') ? 'unclear' : 'other product'
  const theirs = Number.parseInt(text.slice(prefix.length, prefix.length + 6), 10)
  const ours = Number.parseInt(cpe.version, 10)
  if (Number.isNaN(theirs) || Number.isNaN(ours) || theirs === ours) return 'unclear'
  const field = text.slice(prefix.length, text.indexOf(':', prefix.length))
  return /[*?]/.test(field) ? 'unclear' : 'other version'
}

function namesFit(identity: Identity, cpe: CpeName, criteria: CpeMatch): boolean {
  const wanted = cpeName(criteria.cpe)
  if (wanted === undefined || wanted.vendor !== cpe.vendor || wanted.product !== cpe.product) return false
  if (wanted.part !== cpe.part && wanted.part !== '*' && cpe.part !== '*') return false
  return targetFits(identity, cpe, wanted)
}

/** All nodes of an AND configuration must hold; those without the component are what it must run on or with. */
function platformOf(identity: Identity, { operator, nodes }: AffectedCpe, node: CpeNode): 'met' | 'unseen' | 'absent' {
  const others = operator === 'AND' ? nodes.filter((other) => other !== node) : []
  if (node.operator === 'AND' && node.matches.length > 1) others.push(node)
  const states = others.map((other) =>
    other.negate ? opposite[nodeState(identity, other)] : nodeState(identity, other),
  )
  if (states.includes('absent')) return 'absent'
  return states.includes('unseen') ? 'unseen' : 'met'
}

/** A negated node asks for the absence of what it lists. */
const opposite = { met: 'absent', absent: 'met', unseen: 'unseen' } as const

const otherSystems =
  /^(windows|mac_os|macos|iphone_os|ipados|watchos|tvos|android|ios_xe|ios$|junos|solaris|sunos|aix|hp-ux|freebsd|openbsd|netbsd|vxworks|z\/os|i$|os_400)/

function nodeState(identity: Identity, { matches, operator }: CpeNode): 'met' | 'unseen' | 'absent' {
  const states = matches.map(({ cpe }) => {
    const name = cpeName(cpe)
    if (name?.part !== 'o' || identity.system === undefined) return 'unseen'
    if (name.product === 'linux_kernel' && name.version.length <= 1) return 'met'
    return otherSystems.test(name.product) ? 'absent' : 'unseen'
  })
  const all = operator === 'AND'
  if (all ? states.includes('absent') : states.length > 0 && states.every((state) => state === 'absent'))
    return 'absent'
  return states.includes('met') ? 'met' : 'unseen'
}
