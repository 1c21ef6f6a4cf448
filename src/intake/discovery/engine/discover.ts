import { type Discovered, type NamedAsset, serviceAt } from '#core/vocabulary'
import { addressesIn } from '../address.ts'
import type { NameTools, Probe, ProbeTools, ServiceTools, Sighting } from '../contract.ts'
import { Resolver } from '../dns/resolver.ts'
import { Wildcards } from '../dns/wildcards.ts'
import { probes } from '../probes/registry.ts'
import { Lane } from './lanes.ts'
import { keyOf, type SurfaceNode } from './node.ts'
import { openPort, sightingsOf } from './service-sightings.ts'
import type { DiscoveryState } from './state.ts'
import { Surface } from './surface.ts'

export interface DiscoveryOptions {
  /** What an earlier run knew; looked at by this one as far as that one had not. */
  state?: DiscoveryState
  /** How services are found and looked at; absent: names and addresses only. */
  services?: ServiceTools
  /** Where authoritative servers listen: 53 but in tests. */
  dnsPort?: number
  /** Pieces of work of one run at most; what is beyond is told as a trouble. */
  mostWork?: number
  /** Addresses of one network that are looked at at most; larger networks are told as a trouble. */
  mostAddresses?: number
  /** Bounds of what goes on at once. */
  atOnce?: { names?: number; sources?: number; ports?: number; services?: number }
}

const MOST_WORK = 2_000_000
const MOST_ADDRESSES = 65_536
/** Certainty from which a candidate is looked at as closely as a passive look allows. */
export const LIKELY = 50

/**
 * Finds what hangs on the seeds of the scope, and says it as it goes. Each probe looks at each asset once. Of
 * candidates only third parties are asked; what touches an asset is for what the scope approves at that moment. Ends
 * when nothing is left to look at, or when the signal of the tools says so; what was said until then stands.
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
  private readonly options: DiscoveryOptions
  private readonly tools: NameTools
  private readonly surface: Surface
  private readonly lanes: Record<'names' | 'sources' | 'ports' | 'services', Lane>
  private readonly planned = new Set<string>()
  private readonly said: Discovered[] = []
  /** Names that each open port was asked by; `undefined` of one that was not asked yet. */
  private readonly open = new Map<string, { address: string; port: number; names?: Set<string> }>()
  private wake: () => void = () => {}
  private failure: { cause: unknown } | undefined
  private work = 0

  constructor(tools: ProbeTools, options: DiscoveryOptions) {
    this.options = options
    this.surface = new Surface(tools.scope)
    const { resolvers, openResolver, connectResolver } = tools.sources
    const resolver = new Resolver({
      servers: resolvers,
      open: openResolver,
      connect: connectResolver,
      now: tools.now,
      signal: tools.signal,
    })
    const wildcards = new Wildcards(resolver)
    this.tools = { ...tools, resolver, wildcards, known: this.surface, dnsPort: options.dnsPort ?? 53 }
    const { names = 32, sources = 3, ports = 64, services = 32 } = options.atOnce ?? {}
    this.lanes = {
      names: new Lane(names),
      sources: new Lane(sources),
      ports: new Lane(ports),
      services: new Lane(services),
    }
    if (options.state) this.restore(options.state)
    tools.signal.addEventListener('abort', () => this.stop(), { once: true })
  }

  async *events(): AsyncGenerator<Discovered> {
    this.settle()
    for (let quiet = false; ; ) {
      for (const lane of Object.values(this.lanes)) lane.start((failure) => this.ended(failure))
      if (this.said.length > 0) yield* this.said.splice(0)
      if (this.failure) throw this.failure.cause
      if (!this.idle()) {
        quiet = false
        await this.news()
        continue
      }
      if (quiet || this.tools.signal.aborted) return
      // What people ruled meanwhile may have opened more.
      this.surface.reconsider()
      this.settle()
      this.planServices()
      quiet = this.idle() && this.said.length === 0
    }
  }

  close(): void {
    this.stop()
    this.tools.resolver.close()
  }

  private stop(): void {
    for (const lane of Object.values(this.lanes)) lane.drop()
    this.wake()
  }

  private idle(): boolean {
    return Object.values(this.lanes).every((lane) => lane.idle)
  }

  private news(): Promise<void> {
    if (this.said.length > 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.wake = resolve
    })
  }

  private ended(failure?: unknown): void {
    if (failure !== undefined) this.failure ??= { cause: failure }
    if (this.lanes.names.idle) this.planServices()
    this.wake()
  }

  /** Takes in what an earlier run knew, without saying it again. */
  private restore(state: DiscoveryState): void {
    for (const { subject, by } of state.looked) this.planned.add(`${by} ${keyOf(subject)}`)
    for (const zone of state.zones) this.surface.sawZone(zone)
    for (const step of state.steps) this.surface.add(step)
    for (const asset of state.present) this.surface.saw(asset)
    for (const { from, to, kind } of state.steps) if (kind === 'port') this.foundOpen(from.name, portOf(to.name))
    for (const { address, port, names } of state.services) this.foundOpen(address, port).names = new Set(names)
  }

  /** Takes in what a probe said, and judges what changes by it. */
  private take(sighting: Sighting): void {
    if (sighting.type === 'step' && !this.surface.add(sighting.step)) return
    if (sighting.type === 'records') this.tookRecords(sighting.records.name, sighting.records.type)
    if (sighting.type === 'weakness') this.surface.saw(sighting.weakness.subject)
    this.said.push(sighting)
    this.settle()
    this.wake()
  }

  private tookRecords(name: string, type: string): void {
    if (type === 'NS') this.surface.sawZone(name)
    const node = this.surface.node({ kind: 'domain', name }) ?? this.surface.node({ kind: 'hostname', name })
    if (node) this.surface.saw(node.asset)
  }

  private settle(): void {
    const before = this.said.length
    for (const asset of this.surface.settle()) this.said.push({ type: 'asset', asset })
    for (const node of this.surface.changed()) this.plan(node)
    if (this.said.length > before) this.wake()
  }

  /** Puts what is to be looked at by now into its lane. */
  private plan(node: SurfaceNode): void {
    for (const probe of probes) this.planProbe(probe, node)
    if (!this.options.services || node.judgement?.standing !== 'owned') return
    if (node.asset.kind === 'ip-address') this.planPorts(node.asset.name)
    if (node.asset.kind === 'netblock') this.planNetwork(node.asset)
  }

  private planProbe(probe: Probe, { asset, judgement, present }: SurfaceNode): void {
    if (!judgement || !probe.consumes.includes(asset.kind) || !probe.of.includes(judgement.standing)) return
    if (!probe.named && !(present && judgement.worth)) return
    if (probe.activity === 'active' && judgement.standing !== 'owned') return
    if (probe.wants && !probe.wants(asset, this.surface)) return
    this.planOnce(probe.gentle ? 'sources' : 'names', probe.id, asset, async () => {
      for await (const sighting of probe.look(asset, this.tools)) {
        if (this.tools.signal.aborted) return
        this.take(sighting)
      }
    })
  }

  /** Plans work that was not planned before; says that it was looked at once it is done. */
  private planOnce(lane: keyof typeof this.lanes, by: string, subject: NamedAsset, work: () => Promise<void>): void {
    const key = `${by} ${keyOf(subject)}`
    if (this.planned.has(key) || this.tools.signal.aborted || !this.mayPlan(subject, by)) return
    this.planned.add(key)
    this.lanes[lane].add({
      run: async () => {
        await work()
        if (!this.tools.signal.aborted) this.said.push({ type: 'looked', subject, by }, this.progress(lane))
      },
    })
  }

  private mayPlan(subject: NamedAsset, by: string): boolean {
    const most = this.options.mostWork ?? MOST_WORK
    if (this.work++ === most)
      this.said.push({ type: 'trouble', subject, by, code: 'work-limit', detail: `More than ${most} looks in one run` })
    return this.work <= most
  }

  private progress(stage: keyof typeof this.lanes): Discovered {
    return { type: 'progress', stage, done: this.lanes[stage].done + 1, total: this.lanes[stage].total }
  }

  private planNetwork(network: NamedAsset): void {
    const most = this.options.mostAddresses ?? MOST_ADDRESSES
    for (const address of addressesIn(network.name, most))
      if (this.tools.scope.approves(address)) this.planPorts(address)
  }

  private planPorts(address: string): void {
    const subject: NamedAsset = { kind: 'ip-address', name: address }
    if (!this.options.services || !this.tools.scope.approves(address)) return
    this.planOnce('ports', 'ports', subject, async () => {
      for await (const { port } of this.options.services!.findOpenPorts(address, this.tools)) {
        this.foundOpen(address, port)
        this.take(openPort(address, serviceAt(address, port)))
      }
    })
  }

  private foundOpen(address: string, port: number): { names?: Set<string> } {
    const key = `${address} ${port}`
    const known = this.open.get(key) ?? { address, port }
    this.open.set(key, known)
    return known
  }

  /** Once no name is left to look at: each service is asked by the names it has, and again only by new ones. */
  private planServices(): void {
    const services = this.options.services
    if (!services || !this.lanes.names.idle || this.tools.signal.aborted) return
    for (const open of this.open.values()) {
      const fresh = this.surface.namesAt(open.address).filter((name) => !open.names?.has(name))
      if (open.names && fresh.length === 0) continue
      open.names = new Set([...(open.names ?? []), ...fresh])
      this.lanes.services.add({ run: () => this.inspect(services, open, fresh) })
    }
  }

  private async inspect(
    services: ServiceTools,
    { address, port }: { address: string; port: number },
    names: string[],
  ): Promise<void> {
    if (this.tools.signal.aborted) return
    const seen = await services.inspectService({ address, port, transport: 'tcp' }, names, this.tools)
    if (seen && !this.tools.signal.aborted) for (const sighting of sightingsOf(seen)) this.take(sighting)
    this.said.push(this.progress('services'))
  }
}

function portOf(service: string): number {
  return Number(/:(\d+)\//.exec(service)?.[1])
}
