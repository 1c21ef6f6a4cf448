import type { Discovered, NamedAsset } from '#core/vocabulary'
import type { KnownService, NameTools, Probe, ProbeTools, ServiceTools, Sighting } from '../contract.ts'
import type { DnsName } from '../dns/name.ts'
import type { DnsAnswer } from '../dns/record.ts'
import { Resolver } from '../dns/resolver.ts'
import { Wildcards } from '../dns/wildcards.ts'
import { probes } from '../probes/registry.ts'
import { Desk, type Stage } from './desk.ts'
import { keyOf, type SurfaceNode } from './node.ts'
import { type PartialLook, probesFor, servicesFor } from './partial-look.ts'
import { ServiceRounds } from './service-rounds.ts'
import type { DiscoveryState } from './state.ts'
import { Surface } from './surface.ts'

export interface DiscoveryOptions {
  /** What an earlier run knew: what that one looked at is not looked at again. */
  state?: DiscoveryState
  /** How services are found and looked at; absent: names and addresses only. */
  services?: ServiceTools
  /** What is looked at, from what is known; absent: everything, from the seeds on. */
  look?: PartialLook
  /** What is looked at before all else. */
  isFirst?(subject: NamedAsset): boolean
  /** Services as they were known before. */
  before?: readonly KnownService[]
  /** Which probes look; all by default. */
  probes?: readonly Probe[]
  /** Where authoritative servers listen: 53 but in tests. */
  dnsPort?: number
  /** Pieces of work of one run at most; what is beyond is told as a trouble. */
  mostWork?: number
  /** Addresses of one network that are looked at at most. */
  mostAddresses?: number
  /** Bounds of what goes on at once. */
  atOnce?: Partial<Record<Stage, number>>
}

const defaults = {
  probes,
  dnsPort: 53,
  mostWork: 2_000_000,
  mostAddresses: 65_536,
  atOnce: { names: 32, sources: 3, ports: 128, services: 32 },
}
/** How often rulings are asked for again while work goes on. */
const RECONSIDER_MS = 500

/**
 * Finds what hangs on the seeds of the scope, and says it as it goes. Each probe looks at each asset once. Of
 * candidates only third parties are asked; what touches an asset is for what the scope approves at that moment. Ends
 * when nothing is left to look at, or when the signal of the tools says so; what was said until then stands. Throws
 * for bugs only.
 */
export async function* discover(tools: ProbeTools, options: DiscoveryOptions = {}): AsyncGenerator<Discovered> {
  const run = new DiscoveryRun(tools, options)
  try {
    yield* run.events()
  } finally {
    run.close()
  }
}

class DiscoveryRun {
  private readonly tools: NameTools
  private readonly resolver: Resolver
  private readonly surface: Surface
  private readonly desk: Desk
  private readonly rounds: ServiceRounds | undefined
  private readonly probes: readonly Probe[]
  private readonly look: PartialLook | undefined
  /** What a partial look began with: it says nothing of whose that is. */
  private readonly begunWith: ReadonlySet<string>
  private readonly approved = new Set<string>()
  private reconsidered: number

  constructor(tools: ProbeTools, options: DiscoveryOptions) {
    const { probes: chosen, dnsPort, mostWork, mostAddresses, atOnce } = { ...defaults, ...options }
    const { look, isFirst, before } = options
    this.look = look
    this.begunWith = new Set(look?.present.map(keyOf))
    this.surface = new Surface(tools.scope)
    this.probes = look ? probesFor(look.kind, chosen) : chosen
    const { signal, now } = tools
    this.desk = new Desk({
      signal,
      now,
      mostWork,
      atOnce: { ...defaults.atOnce, ...atOnce },
      ...(isFirst && { isFirst }),
    })
    const resolver = resolverOf(tools)
    this.resolver = resolver
    const wildcards = new Wildcards(resolver.as('dns-wildcard'))
    this.tools = { ...tools, resolver, wildcards, known: this.surface, dnsPort }
    const take = (sighting: Sighting) => this.take(sighting)
    const { services, state } = options
    const { desk, surface } = this
    const asked = look && services ? servicesFor(look, services) : services
    const again = look && look.kind !== 'ports' ? { again: look.services } : { before: look?.services ?? before ?? [] }
    this.rounds = asked && new ServiceRounds({ services: asked, tools, desk, surface, take, mostAddresses, ...again })
    if (look) this.begin(look)
    if (state) this.restore(state)
    this.reconsidered = tools.now()
  }

  async *events(): AsyncGenerator<Discovered> {
    for (const subject of this.tools.scope.seeds)
      if (!this.look && !this.probes.some(({ consumes }) => consumes.includes(subject.kind)))
        this.desk.say({
          type: 'trouble',
          subject,
          by: 'seeds',
          code: 'no-probe',
          detail: `No probe starts from this kind of seed: ${subject.kind}`,
        })
    if (!this.look || this.look.kind === 'names')
      for (const seed of this.surface.namedSeeds()) this.desk.plan('names', seed, () => this.confirm(seed))
    this.takeApproved()
    this.settle()
    for (;;) {
      this.desk.start(() => this.ended())
      const heard = this.desk.heard()
      yield* heard
      if (heard.length > 0) this.reconsiderSoon()
      else if (!this.desk.isIdle()) await this.desk.news()
      else if (this.desk.stopped || !this.takesUpMore()) return yield* this.last()
    }
  }

  close(): void {
    this.desk.stop()
    this.resolver.close()
  }

  /** Takes in what is known, as what is to be looked at. */
  private begin({ steps, present, zones }: PartialLook): void {
    for (const zone of zones) this.surface.sawZone(zone)
    for (const step of steps) this.surface.add(step)
    for (const asset of present) this.surface.saw(asset)
  }

  /** Takes in what an earlier run knew, without saying it again. */
  private restore(state: DiscoveryState): void {
    for (const { subject, by } of state.looked) this.desk.wasDone(subject, by)
    for (const zone of state.zones) this.surface.sawZone(zone)
    for (const step of state.steps) this.surface.add(step)
    for (const asset of state.present) this.surface.saw(asset)
    this.rounds?.restore(state)
  }

  /** Takes in what a probe said, and judges what changes by it. */
  private take(sighting: Sighting): void {
    if (sighting.type === 'step') {
      if (!this.surface.add(sighting.step)) return
      if (sighting.step.by === 'dns-address') this.rounds?.named(sighting.step.to.name)
    }
    if (sighting.type === 'records') this.surface.sawRecords(sighting.records)
    if (sighting.type === 'weakness') this.surface.saw(sighting.weakness.subject)
    this.desk.say(sighting)
    this.settle()
  }

  /** What people approved is looked at, wherever seeds lead: a range as one that is a seed, an address once it answers. */
  private takeApproved(): void {
    if (this.look) return
    for (const text of this.tools.scope.approved?.() ?? []) {
      if (this.approved.has(text)) continue
      this.approved.add(text)
      if (/[/-]/.test(text)) this.surface.saw({ kind: 'netblock', name: text })
      this.rounds?.sweep(text)
    }
  }

  private settle(): void {
    for (const asset of this.surface.settle())
      if (!this.begunWith.has(keyOf(asset.asset))) this.desk.say({ type: 'asset', asset })
    for (const node of this.surface.changed()) {
      for (const probe of this.probes) if (suits(probe, node, this.surface)) this.plan(probe, node)
      if (node.judgement?.standing === 'owned') this.rounds?.plan(node.asset)
    }
  }

  private plan(probe: Probe, { asset }: SurfaceNode): void {
    this.desk.planOnce(probe.gentle ? 'sources' : 'names', probe.id, asset, async () => {
      const tools = { ...this.tools, resolver: this.resolver.as(probe.id) }
      for await (const sighting of probe.look(asset, tools)) {
        if (this.desk.stopped) return
        this.take(sighting)
      }
    })
  }

  /** A seed is there once a resolver says so; else the run says what is known of it. */
  private async confirm(subject: NamedAsset): Promise<void> {
    const answer = await this.resolver.as('dns-records').ask(subject.name as DnsName, 'A')
    if (this.desk.stopped) return
    const absence = absenceOf(answer)
    if (absence) return this.desk.say({ type: 'trouble', subject, by: 'seeds', ...absence })
    this.surface.saw(subject)
    this.settle()
  }

  private ended(): void {
    this.rounds?.next(this.desk.isIdle('names'))
  }

  /** People rule while a run goes on: what they accept is looked at without waiting for the rest. */
  private reconsiderSoon(): void {
    const now = this.tools.now()
    if (now - this.reconsidered < RECONSIDER_MS) return
    this.reconsidered = now
    this.surface.reconsider(['domain', 'netblock', 'organisation'])
    this.takeApproved()
    this.settle()
  }

  /** Nothing is left to do: whether what people ruled meanwhile, or services that were found, open more. */
  private takesUpMore(): boolean {
    this.surface.reconsider(['domain', 'netblock', 'organisation', 'ip-address'])
    this.takeApproved()
    this.settle()
    this.rounds?.next(true)
    return !this.desk.isIdle()
  }

  private *last(): Generator<Discovered> {
    if (!this.desk.stopped && !this.look) for (const sighting of this.rounds?.stale() ?? []) this.take(sighting)
    yield* this.desk.heard()
  }
}

/** Why a name cannot be said to be there; an alias is there, whatever it leads to. */
function absenceOf({ name, status, code, aliases }: DnsAnswer): { code: string; detail: string } | undefined {
  if (aliases.length > 0) return undefined
  if (status === 'no-name') return { code: 'no-such-name', detail: `${name} does not resolve: there is no such name` }
  if (status !== 'failed') return undefined
  return {
    code: 'no-answer',
    detail: `No resolver could tell of ${name} (${code ?? 'failed'}): what it has is unknown`,
  }
}

function resolverOf({ sources, now, signal }: ProbeTools): Resolver {
  const { resolvers: servers, openResolver: open, connectResolver: connect, questionsPerSecond: perSecond } = sources
  const { asked } = sources
  return new Resolver({ servers, open, connect, perSecond, asked, now, signal })
}

/** Whether a probe has something to look for at an asset. */
function suits(probe: Probe, { asset, judgement, present, seed }: SurfaceNode, surface: Surface): boolean {
  if (!judgement || !probe.consumes.includes(asset.kind) || !probe.of.includes(judgement.standing)) return false
  // Public sources may know of a seed that resolvers know nothing of.
  const isThere = present || (seed && probe.gentle === true)
  if (!probe.named && !(isThere && judgement.worth)) return false
  // What a page merely links to hangs on no seed: nobody beyond the resolver learns that we met it.
  if (probe.gentle && !judgement.worth) return false
  if (probe.activity === 'active' && judgement.standing !== 'owned') return false
  return probe.wants?.(asset, surface) ?? true
}
