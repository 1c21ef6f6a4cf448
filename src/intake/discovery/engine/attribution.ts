import type { NamedAsset, Standing } from '#core/vocabulary'
import { specialPurpose } from '../address.ts'
import { isInsideName } from '../asset-name.ts'
import { type Judgement, type Neighbourhood, otherEnd, type SurfaceNode } from './node.ts'
import { techniqueOf } from './techniques.ts'

/** How sure kinship must be before a domain that also serves ours counts as more than a third party. */
const KIN_OVER_LEANING = 50
/** What is less sure than this is not worth telling. */
const WORTH = 12
/** Whose registrant is known and another: kinship counts this much less. */
const OTHER_REGISTRANT = 0.4

/** Whose an asset is, how surely, and why: a person's ruling first, then what leads to it. */
export function judge(node: SurfaceNode, surface: Neighbourhood): Judgement {
  const ruled = rulingOf(node, surface)
  if (ruled) return ruled
  if (node.seed && !isApproved(node, surface))
    return { standing: 'owned', confidence: 100, reason: 'Named as a seed, not proven yet', worth: true }
  switch (node.asset.kind) {
    case 'domain':
      return judgeDomain(node, surface)
    case 'hostname':
      return judgeName(node, surface)
    case 'ip-address':
      return judgeAddress(node, surface)
    case 'netblock':
      return judgeNetwork(node, surface)
    case 'organisation':
      return judgeOrganisation(node, surface)
    default:
      return follow(node, surface)
  }
}

/** Approved by its own address or range, which says more than that somebody named it. */
function isApproved({ asset: { kind, name } }: SurfaceNode, { scope }: Neighbourhood): boolean {
  if (kind === 'ip-address') return scope.approves(name)
  return kind === 'netblock' && scope.approvesNetwork?.(name) === true
}

/** What a person ruled of the asset, or stated as a seed; of a name also what holds of the nearest name above it. */
function rulingOf(node: SurfaceNode, surface: Neighbourhood): Judgement | undefined {
  const said = surface.scope.said?.(node.asset)
  if (said) return { ...ruled(said.standing, said.reason), ...(said.isRuling && { ruled: true as const }) }
  const own = surface.scope.said ? undefined : surface.scope.ruling(node.asset)
  if (own) return { ...ruled(own, 'Ruled so by a person'), ruled: true }
  if (node.domain === undefined) return undefined
  for (let name = node.asset.name; name !== node.domain; ) {
    name = name.slice(name.indexOf('.') + 1)
    const above: NamedAsset = { kind: name === node.domain ? 'domain' : 'hostname', name }
    const standing = surface.scope.said ? undefined : surface.scope.ruling(above)
    if (standing) return ruled(standing, `Lies in ${name}, of which a person ruled so`)
    if (!node.seed && surface.node(above)?.seed)
      return ruled('owned', `Lies in ${name}, which is named as a seed, not proven yet`)
  }
  return undefined
}

function ruled(standing: Standing, reason: string): Judgement {
  return { standing, confidence: 100, reason, worth: true }
}

/** A name is what its registrable domain is: nobody else can make names in it. */
function judgeName(node: SurfaceNode, surface: Neighbourhood): Judgement {
  const domain = surface.domainOf(node)
  if (!domain)
    return { standing: 'dependency', confidence: 50, reason: 'Lies directly under a public suffix', worth: false }
  const { standing, confidence, worth } = domain.judgement ?? judge(domain, surface)
  const words: Record<Standing, string> = {
    owned: `Lies in ${domain.asset.name}, which is owned`,
    candidate: `Lies in ${domain.asset.name}, a candidate`,
    dependency: `Lies in ${domain.asset.name}, a dependency`,
    'monitor-only': `Lies in ${domain.asset.name}, which is only monitored`,
    rejected: `Lies in ${domain.asset.name}, which is rejected`,
    excluded: `Lies in ${domain.asset.name}, which is excluded`,
  }
  return { standing, confidence, reason: words[standing], worth }
}

/** Ways to a domain that are independent of each other add up; each counts once, as its surest. */
function judgeDomain(node: SurfaceNode, surface: Neighbourhood): Judgement {
  if (isInsideName(node.asset.name))
    return { standing: 'candidate', confidence: 1, reason: 'Is a name for the inside of networks', worth: false }
  const ways = waysTo(node, surface)
  const kin = [...ways.kin.values()].reduce((doubt, { weight }) => doubt * (1 - weight / 100), 1)
  const other = otherRegistrant(node, surface)
  const sure = Math.round(100 * (1 - kin) * (other ? OTHER_REGISTRANT : 1))
  const against = other ? `, but it is registered to ${other}` : ''
  if (ways.leans && sure < KIN_OVER_LEANING)
    return { standing: 'dependency', confidence: 90, reason: `${ways.leans}${against}`, worth: true }
  const reason = [...ways.kin.values()].sort((a, b) => b.weight - a.weight).map(({ words }) => words)
  const said = reason.length > 0 ? `${sentence(reason.join('; '))}${against}` : 'Nothing shows yet whose it is'
  return { standing: 'candidate', confidence: Math.max(1, sure), reason: said, worth: sure >= WORTH }
}

interface Ways {
  kin: Map<string, { weight: number; words: string }>
  /** What of ours leans on it, in words. */
  leans?: string
}

/** What leads from our own to a domain or a name in it. */
function waysTo(domain: SurfaceNode, surface: Neighbourhood): Ways {
  const ways: Ways = { kin: new Map() }
  const add = (by: string, words: string, weight = techniqueOf(by).weight) => {
    if (weight > (ways.kin.get(by)?.weight ?? 0)) ways.kin.set(by, { weight, words })
  }
  for (const name of [domain, ...surface.namesIn(domain.asset.name)])
    for (const step of name.steps) {
      const other = surface.node(otherEnd(step, name))
      if (!other || other.domain === domain.asset.name || other.judgement?.standing !== 'owned') continue
      const [technique, inward] = [techniqueOf(step.by), step.to.name === name.asset.name]
      if (technique.bearing === 'kin') add(step.by, `${technique.words} (${step.how})`)
      if (technique.bearing === 'leans' && inward) ways.leans ??= `${other.asset.name} leans on it: ${step.how}`
      if (inward || name !== domain) continue
      if (step.by === 'dns-ns' && ownName(other)) add('dns-name-server', `its name server is ${other.asset.name}`)
      if (step.by === 'dns-mx' && ownName(other)) add('dns-mail-server', `its mail goes to ${other.asset.name}`)
      if (contactSteps.has(step.by) && ownName(other)) add('dns-contact', `it names ${other.asset.name} as its contact`)
      if (step.by === 'dns-address' && surface.scope.approves(other.asset.name))
        add('shared-address', `it has the approved address ${other.asset.name}`)
    }
  return ways
}

const contactSteps = new Set(['dns-soa', 'dns-caa', 'dns-dmarc'])

function ownName(node: SurfaceNode): boolean {
  return node.asset.kind === 'domain' || node.asset.kind === 'hostname'
}

/** Organisation that a domain or network is registered to, where it is none of ours and ours are known. */
function otherRegistrant(node: SurfaceNode, surface: Neighbourhood): string | undefined {
  const registrants = registrantsOf(node, surface)
  if (registrants.length === 0 || registrants.some(({ judgement }) => judgement?.standing === 'owned')) return undefined
  return registrants[0]!.asset.name
}

function registrantsOf(node: SurfaceNode, surface: Neighbourhood): SurfaceNode[] {
  return node.steps
    .filter((step) => step.kind === 'registrant' && step.to.name !== node.asset.name)
    .flatMap((step) => surface.node(step.to) ?? [])
}

/** An organisation is ours where it registered a seed or what a person ruled ours. */
function judgeOrganisation(node: SurfaceNode, surface: Neighbourhood): Judgement {
  const has = node.steps
    .filter(({ kind }) => kind === 'registrant')
    .flatMap(({ from }) => surface.node(from) ?? [])
    .find((asset) => asset.seed || surface.scope.ruling(asset.asset) === 'owned')
  if (has) return { standing: 'owned', confidence: 90, reason: `Registered ${has.asset.name}`, worth: true }
  return { standing: 'dependency', confidence: 50, reason: 'Registered what ours leans on', worth: false }
}

/** A network is ours where approved or registered to us; what is registered to others is a third party's. */
function judgeNetwork(node: SurfaceNode, surface: Neighbourhood): Judgement {
  if (surface.scope.approvesNetwork?.(node.asset.name)) return judged('owned', 100, 'Lies in the approved scope')
  const registrants = registrantsOf(node, surface)
  const own = registrants.find(({ judgement }) => judgement?.standing === 'owned')
  if (own) return { standing: 'candidate', confidence: 85, reason: `Registered to ${own.asset.name}`, worth: true }
  const led = node.steps.find(({ by, from }) => byName.has(by) && surface.node(from)?.judgement?.standing === 'owned')
  if (led && registrants.length === 0) {
    const { words, weight } = techniqueOf(led.by)
    return { standing: 'candidate', confidence: weight, reason: sentence(`${words} (${led.how})`), worth: true }
  }
  const [other] = registrants
  const reason = other ? `Registered to ${other.asset.name}` : 'Named as a sender of our mail'
  return { standing: 'dependency', confidence: 80, reason, worth: true }
}

/** What leads to a network by a name or a number that is ours, which another may lend or share. */
const byName = new Set(['as-network', 'rdap-name'])

function judgeAddress(node: SurfaceNode, surface: Neighbourhood): Judgement {
  const address = node.asset.name
  if (surface.scope.approves(address))
    return { standing: 'owned', confidence: 100, reason: 'Lies in the approved scope', worth: true }
  if (surface.scope.approvesNetwork?.(address))
    return judged('owned', 100, 'Lies in an approved range, and is not looked at: it is excluded')
  if (surface.scope.approvedOfName?.(address))
    return judged('owned', 100, 'Was approved with its name, and is not looked at: it is excluded')
  const apart = specialPurpose(address)
  if (apart)
    return { standing: 'monitor-only', confidence: 100, reason: `Is ${apart}: told, never touched`, worth: true }
  return judgeByNames(node, surface)
}

/** An address that nobody approved: by the names on it and by whose network it is in. */
function judgeByNames(node: SurfaceNode, surface: Neighbourhood): Judgement {
  const names = surface.namesAt(node.asset.name).flatMap((name) => surface.standingOf(nameOf(name, surface)) ?? [])
  const owned = names.filter((standing) => standing === 'owned').length
  const network = networkOf(node, surface)
  const other = network && otherRegistrant(network, surface)
  if (network && !other && registrantsOf(network, surface).length > 0)
    return judged('owned', 85, `Lies in ${network.asset.name}, which is registered to us`)
  if (owned === 0) return judged('dependency', 80, other ? `Lies in a network of ${other}` : 'No name of ours has it')
  if (other) return judged('candidate', 40, `A name of ours has it, but it lies in a network of ${other}`)
  if (owned === names.length) return judged('owned', 70, 'Only names of ours have it')
  return judged('candidate', 40, 'Names of ours and of others have it')
}

function judged(standing: Standing, confidence: number, reason: string): Judgement {
  return { standing, confidence, reason, worth: true }
}

function nameOf(name: string, surface: Neighbourhood): NamedAsset {
  const domain: NamedAsset = { kind: 'domain', name }
  return surface.node(domain) ? domain : { kind: 'hostname', name }
}

/** The registered network that an address lies in. */
function networkOf(node: SurfaceNode, surface: Neighbourhood): SurfaceNode | undefined {
  return node.steps.filter((step) => step.kind === 'contains').flatMap((step) => surface.node(step.from) ?? [])[0]
}

/** Services and certificates are what they hang on. */
function follow(node: SurfaceNode, surface: Neighbourhood): Judgement {
  const from = node.via?.from
  const judgement = from && (from.judgement ?? judge(from, surface))
  if (!judgement) return { standing: 'candidate', confidence: 1, reason: 'Nothing leads to it', worth: false }
  const reason = `Found on ${from.asset.name}`
  return { standing: judgement.standing, confidence: judgement.confidence, reason, worth: judgement.worth }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
