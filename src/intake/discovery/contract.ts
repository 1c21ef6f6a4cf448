import type { DatagramChannel, ProbePort, ProbeTarget, Result } from '#core/kernel'
import type { AssetKind, Discovered, NamedAsset, Standing } from '#core/vocabulary'

/** What the organisation said of itself, asked at every step: it may change while a run goes on. */
export interface DiscoveryScope {
  /** Where discovery starts: domains, addresses, networks, names of organisations. */
  seeds: readonly NamedAsset[]
  /** Whether active probes may touch this address now. The probe port asks the same again when connecting. */
  approves(address: string): boolean
  /** What a person ruled of an asset, or of the branch it hangs on. */
  ruling(asset: NamedAsset): Standing | undefined
}

/** The configured resolvers and passive sources, reached through the service port (law 6). */
export interface DiscoverySources {
  /** Resolvers that answer recursively, in order of preference. */
  resolvers: readonly ProbeTarget[]
  openResolver(server: ProbeTarget): Promise<Result<DatagramChannel>>
  connectResolver(server: ProbeTarget): ReturnType<ProbePort['connect']>
  /** One GET of a configured passive source (certificate transparency, RDAP), bounded in bytes and time. */
  get(url: string, signal?: AbortSignal): Promise<Result<{ status: number; body: Buffer }>>
  /** Search address of certificate transparency in crt.sh's form, with `%s` for the name; absent: not asked. */
  certificateSearch?: string
  /** Base of an RDAP service, or of its bootstrap files; absent: not asked. */
  rdap?: string
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

/** A plug-in that looks at one kind of asset and says what it saw. */
export interface Probe {
  /** Stable id: `dns-records`. */
  id: string
  title: string
  /** What it sends, in words for the one who is asked. */
  sends: string
  consumes: readonly AssetKind[]
  produces: readonly AssetKind[]
  /** `active` touches what is looked at and needs its approval; `passive` asks third parties only. */
  activity: 'passive' | 'active'
  look(subject: NamedAsset, tools: ProbeTools): AsyncIterable<Discovered>
}
