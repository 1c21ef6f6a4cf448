import { canonicalJson, digestOf } from '#core/kernel'
import {
  type Discovered,
  type NamedAsset,
  networkName,
  type SeenCertificate,
  type SeenRecords,
  type SeenService,
  type SeenTls,
  type SeenWeakness,
  serviceAt,
} from '#core/vocabulary'

/** A service as it is kept: its weaknesses are observations of their own, and of its chain the leaf is one. */
export type KeptService = Omit<SeenService, 'weaknesses' | 'pivots' | 'tls'> & {
  tls?: Omit<SeenTls, 'chain' | 'others'> & {
    /** Fingerprints, leaf first, as presented when it was asked first. */
    chain: string[]
    /** Of all leaves that it presented, by whatever name it was asked. */
    leaves: string[]
  }
}

export type ObservationValue =
  | { kind: 'records'; value: SeenRecords }
  | { kind: 'service'; value: KeptService }
  | { kind: 'certificate'; value: SeenCertificate }
  | { kind: 'weakness'; value: SeenWeakness }

/** Something that was seen of an asset. The same key is the same thing, seen again. */
export type Observation = ObservationValue & {
  key: string
  asset: NamedAsset
  /** Digest of what is a change when it changes. */
  digest: string
}

const ID_LENGTH = 22
const MAX_KEY = 700

/** The id of an observation in its workspace. */
export function observationIdOf({ kind, key }: Pick<Observation, 'kind' | 'key'>): string {
  return digestOf(canonicalJson(['observation', kind, key])).slice(0, ID_LENGTH)
}

/** The observations in what a run says. */
export function observationsOf(said: Discovered): Observation[] {
  if (said.type === 'records') return [recordsSeen(said.records)]
  if (said.type === 'weakness') return [weaknessSeen(said.weakness)]
  return said.type === 'service' ? serviceSeen(said.service) : []
}

function recordsSeen(value: SeenRecords): Observation {
  const asset = networkName(value.name) ?? { kind: 'hostname', name: value.name }
  return { kind: 'records', value, key: keyOf(value.type, value.name), asset, digest: digestFor(value.values) }
}

function serviceSeen(service: SeenService): Observation[] {
  const { weaknesses, pivots: _pivots, tls, ...rest } = service
  const asset: NamedAsset = { kind: 'ip-address', name: service.address }
  const chain = tls?.chain.map(({ fingerprint }) => fingerprint) ?? []
  const leaves = leavesOf(service)
  const value: KeptService = { ...rest, ...(tls && { tls: keptTls(tls, chain, leaves) }) }
  const kept: Observation = {
    kind: 'service',
    value,
    key: keyOfService(service),
    asset,
    digest: digestOfService(value),
  }
  return [kept, ...leaves.map(certificateSeen), ...weaknesses.map(weaknessSeen)]
}

function keptTls({ others: _others, ...tls }: SeenTls, chain: string[], leaves: readonly SeenCertificate[]) {
  return { ...tls, chain, leaves: leaves.map(({ fingerprint }) => fingerprint).sort() }
}

/** Every leaf that a service presents, by whatever name, each once. */
function leavesOf({ tls }: SeenService): SeenCertificate[] {
  const all = [...(tls?.chain.slice(0, 1) ?? []), ...(tls?.others ?? [])]
  return [...new Map(all.map((leaf) => [leaf.fingerprint, leaf])).values()]
}

/** Ids of the weaknesses that a service has, and of the service: what else a run said of it before, it takes back. */
export function standingOf(service: SeenService): ServiceStanding {
  const weaknesses = service.weaknesses.map((one) => observationIdOf(weaknessSeen(one)))
  return { asset: { kind: 'ip-address', name: service.address }, service: keyOfService(service), weaknesses }
}

export interface ServiceStanding {
  /** The address that holds it. */
  asset: NamedAsset
  service: string
  weaknesses: string[]
}

function digestOfService(value: KeptService): string {
  return digestFor([value.protocol, productsOf(value), value.tls?.leaves ?? [], loginPageOf(value) ?? null])
}

/**
 * Two sightings of one thing in one run. A service is asked again by names that were found later: what it showed by each
 * of them is what it shows.
 */
export function joinSightings(first: ObservationValue, again: Observation): Observation {
  if (first.kind !== 'service' || again.kind !== 'service') return again
  const value = joinServices(first.value, again.value)
  return { ...again, value, digest: digestOfService(value) }
}

function joinServices(first: KeptService, again: KeptService): KeptService {
  if (first.names.every((name) => again.names.includes(name)) && again.names.length > first.names.length) return again
  const tls = first.tls && again.tls ? joinTls(first.tls, again.tls) : (first.tls ?? again.tls)
  const banner = first.banner ?? again.banner
  const pages = by(({ url }) => url, first.pages, again.pages)
  return {
    ...first,
    protocol: first.protocol === 'unknown' ? again.protocol : first.protocol,
    names: sortedUnion(first.names, again.names),
    software: by(
      ({ product, version = '', where }) => `${product} ${version} ${where}`,
      first.software,
      again.software,
    ),
    ...(tls && { tls }),
    ...(banner !== undefined && { banner }),
    ...(pages.length > 0 && { pages }),
  }
}

type KeptTls = NonNullable<KeptService['tls']>

function joinTls(first: KeptTls, again: KeptTls): KeptTls {
  return {
    ...first,
    versions: sortedUnion(first.versions, again.versions),
    weakCiphers: sortedUnion(first.weakCiphers, again.weakCiphers),
    leaves: sortedUnion(first.leaves, again.leaves),
  }
}

function sortedUnion(...lists: readonly string[][]): string[] {
  return [...new Set(lists.flat())].sort()
}

const MOST_OF_A_KIND = 200

function by<T>(keyOf: (value: T) => string, ...lists: readonly (T[] | undefined)[]): T[] {
  return [...new Map(lists.flatMap((list) => list ?? []).map((value) => [keyOf(value), value])).values()].slice(
    0,
    MOST_OF_A_KIND,
  )
}

function certificateSeen(value: SeenCertificate): Observation {
  const { fingerprint: key } = value
  return { kind: 'certificate', value, key, asset: { kind: 'certificate', name: key }, digest: key }
}

function weaknessSeen(value: SeenWeakness): Observation {
  const { ruleId, aspect = '', subject, severity } = value
  const key = keyOf(ruleId, subject.kind, subject.name, aspect)
  return { kind: 'weakness', value, key, asset: holderOf(subject), digest: digestFor([severity]) }
}

/** The asset that carries what is wrong with another: a service's address, the host of a page. */
function holderOf(subject: NamedAsset): NamedAsset {
  if (subject.kind === 'service') {
    const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+)):\d+\//.exec(subject.name) ?? []
    return networkName(bracketed ?? plain ?? '') ?? subject
  }
  if (subject.kind !== 'url' || !URL.canParse(subject.name)) return subject
  return networkName(new URL(subject.name).hostname.replace(/^\[|\]$/g, '')) ?? subject
}

/** `192.0.2.7:443/tcp` */
function keyOfService({ address, port, transport }: Pick<SeenService, 'address' | 'port' | 'transport'>): string {
  return serviceAt(address, port, transport).name
}

/** Products with their versions, sorted. */
export function productsOf({ software }: Pick<SeenService, 'software'>): string[] {
  return [...new Set(software.map(({ product, version }) => (version ? `${product} ${version}` : product)))].sort()
}

const login = /\b(?:log[ -]?in|sign[ -]?in|anmeld|password|passwort)/i

/** The page of a service that asks who one is, by its title. */
export function loginPageOf({ pages = [] }: Pick<SeenService, 'pages'>): string | undefined {
  const urls = pages.filter(({ title = '', status }) => status < 400 && login.test(title)).map(({ url }) => url)
  return urls.sort()[0]
}

function keyOf(...parts: string[]): string {
  const text = parts.join(' ').trim()
  return text.length <= MAX_KEY ? text : `${text.slice(0, 200)}… ${digestOf(text)}`
}

function digestFor(value: unknown): string {
  return digestOf(canonicalJson(value)).slice(0, ID_LENGTH)
}
