import { type NamedAsset, type SeenService, serviceAt } from '#core/vocabulary'
import { addressesIn } from '../address.ts'
import type { KnownService, ProbeTools, ServiceTools, Sighting, Speakers } from '../contract.ts'
import type { Desk } from './desk.ts'
import { openPort, sightingsOf } from './service-sightings.ts'
import { staleRecord } from './stale-record.ts'
import type { DiscoveryState } from './state.ts'
import type { Surface } from './surface.ts'

interface Place {
  address: string
  port: number
  transport: SeenService['transport']
  /** Names that it was asked by; `undefined`: it was not asked yet. */
  names?: Set<string>
  /** It was asked before the run was interrupted; what it said then is remembered by nobody. */
  resumed?: boolean
  /** It is being asked: by more names only after that, so that the last answer knows all of them. */
  asking?: Promise<unknown>
}

export interface RoundsOptions {
  services: ServiceTools
  tools: ProbeTools
  desk: Desk
  surface: Surface
  take(sighting: Sighting): void
  /** Addresses of one network that are looked at at most. */
  mostAddresses: number
  /** Services that are looked at again, by the names that they were asked by. */
  again?: readonly KnownService[]
  /** Services as they were known before: asked by the same names first, so that the same site speaks in the same name. */
  before?: readonly KnownService[]
}

/** How long slow names hold up the services that are known. */
const PATIENCE_MS = 5000

/** Finds open ports on approved addresses, and asks each by the names that lead to it, again when more do. */
export class ServiceRounds {
  private readonly options: RoundsOptions
  private readonly open = new Map<string, Place>()
  private readonly byAddress = new Map<string, Place[]>()
  /** Places to be asked, or asked again. */
  private readonly due = new Set<Place>()
  /** Addresses that were scanned to the end, with how many ports are open. */
  private readonly scanned = new Map<string, number>()
  private readonly networks = new Set<string>()
  /** When a round began last. */
  private began: number
  private readonly again = new Map<string, readonly string[]>()
  private readonly before: ReadonlyMap<string, KnownService>
  /** Of addresses: ports that were known, which no list of ports need have. */
  private readonly portsBefore = new Map<string, number[]>()

  constructor(options: RoundsOptions) {
    this.options = options
    this.began = options.tools.now()
    this.before = new Map((options.before ?? options.again ?? []).map((known) => [placeKey(known), known]))
    for (const { address, port, transport } of this.before.values())
      if (transport === 'tcp') this.portsBefore.set(address, [...(this.portsBefore.get(address) ?? []), port])
    for (const known of options.again ?? []) {
      this.again.set(placeKey(known), known.names)
      this.found(known.address, known.port, known.transport)
    }
  }

  restore(state: DiscoveryState): void {
    for (const { subject, by } of state.looked) if (by === 'ports') this.scanned.set(subject.name, 0)
    for (const { from, to, by } of state.steps)
      if (by === 'open-port') this.found(from.name, portOf(to.name), transportOf(to.name))
    for (const { address, port, transport, names } of state.services)
      Object.assign(this.found(address, port, transport), { names: new Set(names), resumed: true })
  }

  /** An asset of ours was found: what may be there is looked for. */
  plan(asset: NamedAsset): void {
    if (asset.kind === 'ip-address') this.planPorts(asset.name, true)
    // Addresses without names wait for those that have some, also for those that come to light later.
    if (asset.kind === 'netblock') this.sweep(asset.name)
  }

  /** Looks for what may be at each approved address of a range, or at one. */
  sweep(range: string): void {
    this.networks.add(range)
  }

  /** A name has an address: what listens there may be asked by it. */
  named(address: string): void {
    for (const place of this.byAddress.get(address) ?? []) this.due.add(place)
  }

  /**
   * Sweeps networks, and asks services by the names they have by now: once no name is left to look at, or when some
   * have been waited for long enough. Names that come later are asked by themselves.
   */
  next(namesAreDone: boolean): void {
    const now = this.options.tools.now()
    if (!namesAreDone && now - this.began < PATIENCE_MS) return
    this.began = now
    for (const network of this.networks) {
      this.networks.delete(network)
      for (const address of addressesIn(network, this.options.mostAddresses)) this.planPorts(address, false)
    }
    for (const open of this.due) {
      this.due.delete(open)
      if (!this.options.tools.scope.approves(open.address)) continue
      const fresh = this.namesFor(open).filter((name) => !open.names?.has(name))
      if (open.names && fresh.length === 0) continue
      open.names = new Set([...(open.names ?? []), ...fresh])
      const asked = open.resumed ? [...open.names] : fresh
      open.resumed = false
      const host = { kind: 'ip-address', name: open.address } as const
      this.options.desk.plan('services', host, () => this.inspect(open, asked))
    }
  }

  /** Names whose every address was scanned and has nothing open. */
  *stale(): Generator<Sighting> {
    const { surface } = this.options
    const quiet = (address: string) => this.scanned.get(address) === 0
    for (const address of this.scanned.keys())
      for (const name of quiet(address) ? surface.namesAt(address) : [])
        if (surface.addressesOf(name).every(quiet)) yield* staleRecord(surface.assetOf(name), address, surface)
  }

  private namesFor(place: Place): string[] {
    const now = this.options.surface.namesAt(place.address)
    const again = place.names ? [] : (this.again.get(placeKey(place)) ?? [])
    const { tls, sites = [] } = this.speakersOf(place) ?? {}
    const speakers = [...(tls ? [tls] : []), ...sites]
    const rank = (name: string) => (speakers.includes(name) ? speakers.indexOf(name) : speakers.length)
    const inOrder = (a: string, b: string) => rank(a) - rank(b) || (a < b ? -1 : 1)
    return [...new Set([...now, ...again])].sort(inOrder)
  }

  /** Names in which it was spoken of before. */
  private speakersOf(place: Place): Speakers | undefined {
    return this.before.get(placeKey(place))?.speakers
  }

  private planPorts(address: string, isFirst: boolean): void {
    const { desk, tools, services } = this.options
    if (!tools.scope.approves(address)) return
    const look = async () => {
      const named = this.options.surface.namesAt(address).length > 0
      let complete = true
      const onIncomplete = (detail: string) => {
        complete = false
        desk.say({
          type: 'trouble',
          subject: { kind: 'ip-address', name: address },
          by: 'ports',
          code: 'incomplete',
          detail,
        })
      }
      if (!this.scanned.has(address)) this.scanned.set(address, 0)
      const also = this.portsBefore.get(address) ?? []
      for await (const { port } of services.findOpenPorts(address, tools, { named, also, onIncomplete })) {
        this.found(address, port)
        this.options.take(openPort(address, serviceAt(address, port)))
      }
      if (named || this.scanned.get(address)) this.addDatagramPorts(address)
      if (!complete || desk.stopped) this.scanned.delete(address)
    }
    desk.planOnce('ports', 'ports', { kind: 'ip-address', name: address }, look, isFirst)
  }

  /** Over UDP nothing shows whether a port is open but an answer. */
  private addDatagramPorts(address: string): void {
    for (const port of this.options.services.datagramPorts ?? []) this.found(address, port, 'udp')
  }

  private found(address: string, port: number, transport: SeenService['transport'] = 'tcp'): Place {
    const key = placeKey({ address, port, transport })
    const known = this.open.get(key)
    if (known) return known
    const open: Place = { address, port, transport }
    this.open.set(key, open)
    this.byAddress.set(address, [...(this.byAddress.get(address) ?? []), open])
    this.due.add(open)
    if (transport === 'tcp') this.scanned.set(address, (this.scanned.get(address) ?? 0) + 1)
    return open
  }

  private async inspect(place: Place, names: string[]): Promise<void> {
    const { address, port, transport } = place
    const { services, tools, desk, take } = this.options
    const ask = () => services.inspectService({ address, port, transport }, names, tools, this.speakersOf(place))
    const asked = place.asking ? place.asking.then(ask) : ask()
    place.asking = asked.catch(() => {})
    const seen = await asked
    if (!seen || desk.stopped) return
    if (transport === 'udp') this.scanned.set(address, (this.scanned.get(address) ?? 0) + 1)
    for (const sighting of sightingsOf(seen)) take(sighting)
  }
}

function placeKey({ address, port, transport }: Pick<Place, 'address' | 'port' | 'transport'>): string {
  return `${address} ${port} ${transport}`
}

function transportOf(service: string): SeenService['transport'] {
  return service.endsWith('/udp') ? 'udp' : 'tcp'
}

function portOf(service: string): number {
  return Number(/:(\d+)\//.exec(service)?.[1])
}
