import type { DatagramChannel, ProbePort, ProbeTarget, Result } from '#core/kernel'
import type { AssetKind, Discovered, NamedAsset, SeenService, Standing } from '#core/vocabulary'
import type { Asker } from './dns/resolver.ts'
import type { Wildcards } from './dns/wildcards.ts'
import type { AnnouncedNetworks } from './networks/index.ts'

/** What the organisation said of itself, asked at every step: it may change while a run goes on. */
export interface DiscoveryScope {
  /** Where discovery starts: domains, addresses, networks, names of organisations. */
  seeds: readonly NamedAsset[]
  /** Whether active probes may touch this address now. The probe port asks the same again when connecting. */
  approves(address: string): boolean
  /** Whether all of a network was approved as a range; left out: none was. */
  approvesNetwork?(range: string): boolean
  /** Whether an address was approved as one of a name, excluded since or not; left out: none was. */
  approvedOfName?(address: string): boolean
  /** Ranges and addresses that people approved: a whole look knocks at them, whatever leads there. Left out: none. */
  approved?(): readonly string[]
  /** What a person ruled of an asset, or of the branch it hangs on. */
  ruling(asset: NamedAsset): Standing | undefined
  /** The same with its words, and whether it was said of this very asset. Left out: `ruling` is all there is. */
  said?(asset: NamedAsset): { standing: Standing; reason: string; isRuling: boolean } | undefined
}

/** The configured resolvers and passive sources, reached through the service port (law 6). */
export interface DiscoverySources {
  /** Resolvers that answer recursively, in order of preference. */
  resolvers: readonly ProbeTarget[]
  /** Questions to each resolver a second at most; absent: as many as it answers. */
  questionsPerSecond?: number
  openResolver(server: ProbeTarget): Promise<Result<DatagramChannel>>
  connectResolver(server: ProbeTarget): ReturnType<ProbePort['connect']>
  /** Hears of each question to a resolver as it leaves: to whom, about which zone, for which step. */
  asked?(server: ProbeTarget, zone: string, step: string): void
  /**
   * One GET of a configured passive source (certificate transparency, RDAP), bounded in bytes and time, for a step.
   */
  get(url: string, signal?: AbortSignal, step?: string): Promise<Result<{ status: number; body: Buffer }>>
  /** Search address of certificate transparency in crt.sh's form, with `%s` for the name; absent: not asked. */
  certificateSearch?: string
  /** Base of an RDAP service, or of its bootstrap files; absent: not asked. */
  rdap?: string
  /** A server that the configured bootstrap files name: it may be asked from now on, under the same rules of egress. */
  mayAlsoAsk?(url: string): void
  /** Which networks autonomous systems announce, where a feed brought the list. */
  announced?: AnnouncedNetworks
}

/** What a probe may use. Nothing else reaches the network. */
export interface ProbeTools {
  port: ProbePort
  sources: DiscoverySources
  scope: DiscoveryScope
  signal: AbortSignal
  /** Milliseconds since the epoch. */
  now(): number
}

/** What the run knows by now, for probes that build on it. */
export interface KnownSurface {
  standingOf(asset: NamedAsset): Standing | undefined
  /** From 1 to 100: how sure the standing is. */
  confidenceOf(asset: NamedAsset): number
  /** How many hosts are known below a name. */
  countUnder(name: string): number
  /** Networks met so far, in CIDR form. */
  networks(): readonly string[]
  /** Where a name is an apex: a registrable domain or one with name servers of its own. */
  isZone(name: string): boolean
}

/** What probes of names may use besides. */
export interface NameTools extends ProbeTools {
  resolver: Asker
  wildcards: Wildcards
  known: KnownSurface
  /** Where authoritative servers listen: 53 but in tests. */
  dnsPort: number
}

/** What a probe says. Standings and progress are the engine's to say. */
export type Sighting = Extract<Discovered, { type: 'step' | 'records' | 'service' | 'weakness' | 'trouble' }>

/** A plug-in that looks at one kind of asset and says what it saw. */
export interface Probe {
  /** Stable id: `dns-records`. */
  id: string
  title: string
  /** What it sends, in words for the one who is asked. */
  sends: string
  consumes: readonly AssetKind[]
  produces: readonly AssetKind[]
  /** Of which standing it looks at assets. */
  of: readonly Standing[]
  /** `active` touches what is looked at and needs its approval; `passive` asks third parties only. */
  activity: 'passive' | 'active'
  /** Whether it also looks at what was only named so far, and may not be there. */
  named?: true
  /** Asks a public source, that is asked little at once. */
  gentle?: true
  /** Whether it has anything to look for there, by what is known now; asked again as more is. */
  wants?(subject: NamedAsset, known: KnownSurface): boolean
  look(subject: NamedAsset, tools: NameTools): AsyncIterable<Sighting>
}

/** A service as an earlier run left it. */
export interface KnownService {
  address: string
  port: number
  transport: SeenService['transport']
  protocol: string
  /** Names that it was asked by. */
  names: string[]
  /** Fingerprints of the certificates that it presented. */
  leaves: string[]
  /** The name that TLS was looked at by, and of several that show one site those in whose name it was spoken of. */
  speakers: Speakers
  /** Others say that it is there, as an imported port scan does; nobody has looked yet. */
  told?: boolean
}

/** Names in which a place was spoken of before: the same is told in them again, whenever they come to light. */
export interface Speakers {
  tls?: string | null
  sites: readonly string[]
}

/** What a scan of one address is told, and tells besides. */
export interface PortScanTerms {
  /** Whether a name leads to the address, so that something is likely there. */
  named: boolean
  /** Ports that were open before, or that others say are: asked first. */
  also?: readonly number[]
  /** Some ports could not be judged: that none is open then says nothing. */
  onIncomplete(detail: string): void
}

/** What services are found and looked at with: see `ports` and `services`. */
export interface ServiceTools {
  /** Ports that are asked over UDP, at addresses that have a name or an open port; none by default. */
  datagramPorts?: readonly number[]
  /** What takes connections at an address. */
  findOpenPorts(address: string, tools: ProbeTools, terms: PortScanTerms): AsyncIterable<ProbeTarget>
  /**
   * What a service is, asked by these names where its protocol has names; `undefined`: it said nothing. A service is
   * asked again, by the new names only, when more lead to it; what it then says is all that it showed so far. What several
   * names show is told in that which spoke before, else in that by which it was seen first.
   */
  inspectService(
    target: ProbeTarget & { transport: SeenService['transport'] },
    names: string[],
    tools: ProbeTools,
    speakers?: Speakers,
  ): Promise<SeenService | undefined>
  /** Fingerprints of the certificates that a service presents by its names, without looking at it any closer. */
  presents?(service: KnownService, tools: ProbeTools): Promise<string[] | undefined>
}
