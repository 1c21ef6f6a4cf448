import type { NamedAsset, Standing, SurfaceAsset, SurfaceStep } from '#core/vocabulary'
import type { DiscoveryScope } from '../contract.ts'
import type { DnsName } from '../dns/name.ts'

/** An asset in the graph of a run, with the steps at it. */
export interface SurfaceNode {
  asset: NamedAsset
  key: string
  /** Registrable domain of a name. */
  domain?: string
  /** Steps that touch it, whichever end it is. */
  steps: SurfaceStep[]
  /** Whether it was seen as such: a name that only a page mentions is told of once it resolves. */
  present: boolean
  seed: boolean
  /** Length of the best path: the less, the shorter and surer. */
  cost: number
  via?: { step: SurfaceStep; from: SurfaceNode }
  judgement?: Judgement
  /** What was last told of it. */
  told?: string
}

export interface Judgement {
  standing: Standing
  confidence: number
  reason: string
  /** Whether it is worth telling: what a page merely links to is not. */
  worth: boolean
  /** A person ruled of this very asset: that is told whatever was seen. */
  ruled?: true
}

export function keyOf(asset: NamedAsset): string {
  return `${asset.kind} ${asset.name}`
}

/** Steps that also lead from what they lead to: what else an organisation registered, the domain of a name. */
const bothWays = new Set(['rdap-registrant', 'registrable-domain', 'rdap-network', 'netblock'])

/** Whether a path may walk a step from this end. */
export function leadsOn(step: SurfaceStep, from: SurfaceNode): boolean {
  return keyOf(step.from) === from.key || bothWays.has(step.by)
}

/** The other end of a step. */
export function otherEnd(step: SurfaceStep, node: SurfaceNode): NamedAsset {
  return keyOf(step.from) === node.key ? step.to : step.from
}

/** What each step adds to a path beside its doubt: of equally sure paths the shorter is better. */
const STEP_COST = 0.05

/** That a name lies in a domain, or an address in a range, says nothing of how it was found: any other way is better. */
const PART_COST = 3
const parts = new Set(['registrable-domain', 'netblock'])

export function costOf(step: SurfaceStep): number {
  return (parts.has(step.by) ? PART_COST : STEP_COST) - Math.log(Math.min(100, Math.max(1, step.confidence)) / 100)
}

/** The asset as it is told, with its path. */
export function surfaceAsset(node: SurfaceNode, judgement: Judgement): SurfaceAsset {
  const path: SurfaceStep[] = []
  for (let at = node; at.via; at = at.via.from) path.unshift(at.via.step)
  const { standing, confidence, reason } = judgement
  return { asset: node.asset, standing, confidence, reason, path }
}

/** What the standing of one asset is judged by: the others. */
export interface Neighbourhood {
  readonly scope: DiscoveryScope
  node(asset: NamedAsset): SurfaceNode | undefined
  /** The domain that a name lies in. */
  domainOf(node: SurfaceNode): SurfaceNode | undefined
  namesIn(domain: string): Iterable<SurfaceNode>
  namesAt(address: string): DnsName[]
  standingOf(asset: NamedAsset): Standing | undefined
}
