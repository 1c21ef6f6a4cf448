import type { AssetKind, NamedAsset, SeenRecords, Standing, SurfaceAsset, SurfaceStep } from '#core/vocabulary'
import { nameAsset, registrableDomain } from '../asset-name.ts'
import type { DiscoveryScope, KnownSurface } from '../contract.ts'
import { type DnsName, parentOf, parseDnsName } from '../dns/name.ts'
import { judge } from './attribution.ts'
import { costOf, keyOf, leadsOn, type Neighbourhood, otherEnd, type SurfaceNode, surfaceAsset } from './node.ts'
import { techniqueOf } from './techniques.ts'

/** Hosts below a name from which one more says nothing new of it. */
const FEW = 4

/** What a run knows: assets, the steps between them, and whose they are by that. */
export class Surface implements KnownSurface, Neighbourhood {
  readonly scope: DiscoveryScope
  private readonly nodes = new Map<string, SurfaceNode>()
  private readonly steps = new Set<string>()
  /** Names by registrable domain. */
  private readonly byDomain = new Map<string, Set<SurfaceNode>>()
  /** Hosts below each name. */
  private readonly below = new Map<string, number>()
  private readonly byKind = new Map<AssetKind, Set<SurfaceNode>>()
  private readonly zones = new Set<string>()
  private readonly unsettled = new Set<SurfaceNode>()
  private readonly news = new Set<SurfaceNode>()

  constructor(scope: DiscoveryScope) {
    this.scope = scope
    for (const seed of scope.seeds) this.plant(normalised(seed))
  }

  /** Takes a step in; `false`: it was known. */
  add(step: SurfaceStep): boolean {
    const key = `${step.by} ${step.how} ${keyOf(step.from)} ${keyOf(step.to)}`
    if (this.steps.has(key)) return false
    this.steps.add(key)
    const [from, to] = [this.nodeOf(step.from), this.nodeOf(step.to)]
    from.steps.push(step)
    to.steps.push(step)
    if (techniqueOf(step.by).keeps) this.saw(to.asset)
    this.relax(from, to, step)
    this.unsettled.add(from).add(to)
    if (from.domain !== to.domain) this.unsettleDomains(from, to)
    // Whose a network is decides whose its addresses are.
    if (step.kind === 'registrant') this.touchAround(from)
    return true
  }

  /** Something was seen at an asset itself, so that it is there. */
  saw(asset: NamedAsset): void {
    const node = this.nodeOf(asset)
    if (node.present) return
    node.present = true
    this.unsettled.add(node)
    if (node.domain === undefined || node.domain === asset.name) return
    this.countAbove(asset.name, node.domain)
    // A domain in which there are names is there; names between may be.
    this.saw({ kind: 'domain', name: node.domain })
    if (this.domainOf(node)?.judgement?.standing === 'owned') this.nodeOf(nameAsset(parentOf(asset.name as DnsName)!))
  }

  /** Counts a host for all names above it; those that become a branch by it may be looked at anew. */
  private countAbove(name: string, domain: string): void {
    if (/^[_*]/.test(name)) return
    for (let at = name; at !== domain; ) {
      at = at.slice(at.indexOf('.') + 1)
      this.below.set(at, this.countUnder(at) + 1)
      const above = this.nodes.get(keyOf({ kind: at === domain ? 'domain' : 'hostname', name: at }))
      if (above && this.countUnder(at) < FEW) this.unsettled.add(above)
    }
  }

  /** A name has records, and so is there. */
  sawRecords({ name, type }: SeenRecords): void {
    if (type === 'NS') this.sawZone(name)
    this.saw(nameAsset(name))
  }

  /** A name has name servers of its own. */
  sawZone(name: string): void {
    this.zones.add(name)
  }

  /** Judges again what may have changed and gives what is to be told. */
  *settle(): Generator<SurfaceAsset> {
    for (const node of this.unsettled) {
      this.unsettled.delete(node)
      const before = node.judgement
      const after = judge(node, this)
      node.judgement = after
      this.news.add(node)
      if (before?.standing !== after.standing || Math.abs(before.confidence - after.confidence) >= 5)
        this.touchAround(node)
      const told = `${after.standing} ${Math.round(after.confidence / 5)} ${node.via?.step.how ?? ''}`
      if (!(node.present || after.ruled) || !after.worth || node.told === told) continue
      node.told = told
      yield surfaceAsset(node, after)
    }
  }

  /** What people ruled or approved may have changed: assets of these kinds are judged again. */
  reconsider(kinds: readonly AssetKind[]): void {
    for (const kind of kinds) for (const node of this.byKind.get(kind) ?? []) this.unsettled.add(node)
  }

  /** Assets that were judged since this was last asked. */
  changed(): SurfaceNode[] {
    const changed = [...this.news]
    this.news.clear()
    return changed
  }

  node(asset: NamedAsset): SurfaceNode | undefined {
    return this.nodes.get(keyOf(asset))
  }

  /** The domain that a name lies in, judged. */
  domainOf(node: SurfaceNode): SurfaceNode | undefined {
    return node.domain === undefined ? undefined : this.nodes.get(keyOf({ kind: 'domain', name: node.domain }))
  }

  namesIn(domain: string): Iterable<SurfaceNode> {
    return this.byDomain.get(domain) ?? []
  }

  standingOf(asset: NamedAsset): Standing | undefined {
    const node = this.node(asset)
    return node && (node.judgement ?? judge(node, this)).standing
  }

  confidenceOf(asset: NamedAsset): number {
    return this.node(asset)?.judgement?.confidence ?? 0
  }

  countUnder(name: string): number {
    return this.below.get(name) ?? 0
  }

  /** Addresses that a name has. */
  addressesOf(name: string): string[] {
    const node = this.node(nameAsset(name))
    return (node?.steps ?? []).flatMap(({ by, from, to }) =>
      by === 'dns-address' && from.name === name ? [to.name] : [],
    )
  }

  /** A name as it is known. */
  assetOf(name: string): NamedAsset {
    return nameAsset(name)
  }

  /** Whether a zone names it as its server, which need not take connections. */
  isServer(name: string): boolean {
    return this.node(nameAsset(name))?.steps.some(({ by, to }) => by === 'dns-ns' && to.name === name) ?? false
  }

  /** Names that have this address. */
  namesAt(address: string): DnsName[] {
    const node = this.node({ kind: 'ip-address', name: address })
    return (node?.steps ?? []).flatMap(({ by, from }) => (by === 'dns-address' ? [from.name as DnsName] : []))
  }

  /** Seeds that are names. */
  namedSeeds(): NamedAsset[] {
    return [...this.nodes.values()].flatMap(({ seed, asset }) => (seed && isName(asset) ? [asset] : []))
  }

  networks(): string[] {
    return [...(this.byKind.get('netblock') ?? [])].map(({ asset }) => asset.name)
  }

  isZone(name: string): boolean {
    return this.zones.has(name) || registrableDomain(name) === name
  }

  private plant(seed: NamedAsset): void {
    const node = this.nodeOf(seed)
    Object.assign(node, { seed: true, cost: 0 })
    // That a name is asked for does not make it one: it is there once a resolver says so.
    if (isName(seed)) this.zones.add(seed.name)
    if (node.domain !== undefined) this.belongs(node)
    this.unsettled.add(node)
  }

  private nodeOf(asset: NamedAsset): SurfaceNode {
    const key = keyOf(asset)
    const known = this.nodes.get(key)
    if (known) return known
    const node: SurfaceNode = { asset, key, steps: [], present: !isName(asset), seed: false, cost: Infinity }
    this.nodes.set(key, node)
    this.unsettled.add(node)
    this.byKind.set(asset.kind, (this.byKind.get(asset.kind) ?? new Set()).add(node))
    if (isName(asset)) this.belongs(node)
    return node
  }

  /** Joins a name with its registrable domain, so that a way to the one is a way to the other. */
  private belongs(node: SurfaceNode): void {
    const domain = registrableDomain(node.asset.name)
    if (domain === undefined) return
    node.domain = domain
    const names = this.byDomain.get(domain) ?? new Set()
    this.byDomain.set(domain, names.add(node))
    if (domain === node.asset.name) return
    const [from, how] = [{ kind: 'domain', name: domain } as const, `${node.asset.name} lies in ${domain}`]
    this.add({ kind: 'node', from, to: node.asset, by: 'registrable-domain', how, confidence: 100 })
  }

  /** Finds whether a step makes the path to either end better, and to all that lies behind. */
  private relax(from: SurfaceNode, to: SurfaceNode, step: SurfaceStep): void {
    const better: [SurfaceNode, SurfaceNode, SurfaceStep][] = [
      [from, to, step],
      [to, from, step],
    ]
    for (let next = better.pop(); next; next = better.pop()) {
      const [near, far, by] = next
      if (!leadsOn(by, near)) continue
      const cost = near.cost + costOf(by)
      if (!(cost < far.cost + ALIKE)) continue
      const isBetter = cost < far.cost - ALIKE
      if (!isBetter && !comesFirst(by, near, far)) continue
      far.via = { step: by, from: near }
      this.unsettled.add(far)
      if (!isBetter) continue
      far.cost = cost
      for (const onward of far.steps) {
        const beyond = this.nodes.get(keyOf(otherEnd(onward, far)))
        if (beyond && beyond !== near) better.push([far, beyond, onward])
      }
    }
  }

  /** What leads to a domain, or to a name in it, bears on whose it is. */
  private unsettleDomains(...nodes: readonly SurfaceNode[]): void {
    for (const node of nodes) {
      const domain = this.domainOf(node)
      if (domain) this.unsettled.add(domain)
    }
  }

  /** What rests on the standing of an asset: names in a domain, what steps lead to. */
  private touchAround(node: SurfaceNode): void {
    if (node.asset.kind === 'domain') for (const name of this.namesIn(node.asset.name)) this.unsettled.add(name)
    for (const step of node.steps) {
      const other = this.nodes.get(keyOf(otherEnd(step, node)))
      if (!other) continue
      this.unsettled.add(other)
      if (other.domain !== node.domain) this.unsettleDomains(other)
    }
  }
}

/** Costs that differ by less are the same. */
const ALIKE = 1e-9

/** Of ways that are as good one is told, whichever was found first: the same in every run. */
function comesFirst(by: SurfaceStep, near: SurfaceNode, { via, seed }: SurfaceNode): boolean {
  if (!via || seed) return false
  const [now, before] = [`${near.key} ${by.by} ${by.how}`, `${via.from.key} ${via.step.by} ${via.step.how}`]
  return now < before
}

/** A seed as people write it: `WWW.Shop.example.` */
function normalised(seed: NamedAsset): NamedAsset {
  return isName(seed) ? nameAsset(parseDnsName(seed.name) ?? seed.name) : seed
}

function isName(asset: NamedAsset): boolean {
  return asset.kind === 'domain' || asset.kind === 'hostname'
}
