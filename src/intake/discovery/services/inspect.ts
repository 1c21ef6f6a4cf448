import type { ProbePort, ProbeTarget } from '#core/kernel'
import type { SeenPivot, SeenService, SeenWeakness } from '#core/vocabulary'
import { plainText } from '../conversation/index.ts'
import { askedPaths, judge, type ServiceLook } from '../exposures/index.ts'
import type { Fingerprints, Observation } from '../fingerprints/index.ts'
import { lookAtTls, lookByMoreNames, type OpenForTls, type TlsLook } from '../tls/index.ts'
import { allAnswers, FAVICON, observeSites, pivotsOf, type Site, visitSites, type WebLine } from '../web/index.ts'
import type { Spoken } from './contract.ts'
import { type LineTerms, openPlain, openSecure } from './lines.ts'
import { type Recognised, recognise } from './recognise.ts'

/** What an inspection may use. */
export interface InspectionTools {
  port: ProbePort
  signal: AbortSignal
  now(): number
  fingerprints: Fingerprints
  /** Who asks, told to web servers; a default names the project. */
  agent?: string
}

const MOST_PAGES = 200
/** Files that say where else to look. */
const wellKnown = ['/robots.txt', '/sitemap.xml', '/.well-known/security.txt', FAVICON]

/** What is remembered of a place, so that more names cost only what they show. */
interface Remembered {
  names: string[]
  recognised: Recognised
  tls: TlsLook | undefined
  /** What tells its sites apart. */
  likenesses: Set<string>
}

/** Places that were inspected, by address and port. */
export type InspectionMemory = Map<string, Remembered>

/**
 * Looks at one open port: what it speaks, in which software, behind which certificates, where its pages lead and what is
 * wrong with it. With a memory, a place that was inspected is asked by the names that are new, and what they show is told.
 * Undefined when it took no connection after all.
 */
export async function inspectService(
  target: ProbeTarget,
  names: readonly string[],
  tools: InspectionTools,
  memory: InspectionMemory = new Map(),
): Promise<SeenService | undefined> {
  const key = `${target.address} ${target.port}`
  const before = memory.get(key)
  const fresh = names.filter((name) => !name.startsWith('*') && !before?.names.includes(name))
  const terms: LineTerms = {
    port: tools.port,
    target,
    signal: tools.signal,
    names: [...(before?.names ?? []), ...fresh],
  }
  const recognised = before?.recognised ?? (await recognise(terms))
  if (!recognised) return undefined
  const likenesses = before?.likenesses ?? new Set<string>()
  const [tls, sites] = await Promise.all([
    before ? tlsByMore(terms, before, fresh) : tlsOf(terms, recognised),
    sitesOf({ ...terms, names: fresh }, recognised, tools, likenesses),
  ])
  memory.set(key, { names: [...terms.names], recognised, tls, likenesses })
  return { ...assemble(terms, recognised, tls, sites, tools), names: [...names] }
}

/** Opens the stream on which TLS begins, where there is TLS. */
function tlsOpener(terms: LineTerms, recognised: Recognised): OpenForTls | undefined {
  if (recognised.secure) return () => openPlain(terms)
  return recognised.kind === 'spoken' ? recognised.spoken.startTls : undefined
}

async function tlsOf(terms: LineTerms, recognised: Recognised): Promise<TlsLook | undefined> {
  const open = tlsOpener(terms, recognised)
  return open && lookAtTls(open, terms.names)
}

async function tlsByMore(
  terms: LineTerms,
  { recognised, tls }: Remembered,
  fresh: readonly string[],
): Promise<TlsLook | undefined> {
  const open = tlsOpener(terms, recognised)
  return open && tls ? lookByMoreNames(open, tls, fresh) : tls
}

async function sitesOf(
  terms: LineTerms,
  recognised: Recognised,
  tools: InspectionTools,
  known: Set<string>,
): Promise<Site[]> {
  if (recognised.kind !== 'web') return []
  const plan = { names: terms.names, paths: [...wellKnown, ...tools.fingerprints.book.pages, ...askedPaths], known }
  const sites = await visitSites(webLine(terms, recognised.secure, recognised.onlyHttp2 ?? false, tools), plan)
  // Some answer an older request by a complaint in its own words, and then speak HTTP/2 only.
  if (sites.length > 0 || known.size > 0 || !recognised.secure || recognised.onlyHttp2) return sites
  return visitSites(webLine(terms, true, true, tools), plan)
}

function webLine(terms: LineTerms, secure: boolean, onlyHttp2: boolean, { agent }: InspectionTools): WebLine {
  return {
    address: terms.target.address,
    port: terms.target.port,
    secure,
    onlyHttp2,
    signal: terms.signal,
    open: (name) => (secure ? openSecure(terms, name, [onlyHttp2 ? 'h2' : 'http/1.1']) : openPlain(terms)),
    ...(agent === undefined ? {} : { agent }),
  }
}

function assemble(
  terms: LineTerms,
  recognised: Recognised,
  tls: TlsLook | undefined,
  sites: readonly Site[],
  tools: InspectionTools,
): SeenService {
  const { target } = terms
  const spoken = recognised.kind === 'spoken' ? recognised.spoken : undefined
  const protocol = spoken?.protocol ?? (recognised.kind === 'web' ? 'http' : 'unknown')
  const banner = spoken?.banner ?? (recognised.kind === 'unknown' ? plainText(recognised.words, 200) : undefined)
  const observations = [...(spoken?.observations ?? []), ...ofCertificates(tls), ...observeSites(sites)]
  const look: ServiceLook = {
    target,
    transport: 'tcp',
    names: terms.names,
    protocol,
    secure: recognised.secure,
    ...(tls ? { tls } : {}),
    signs: spoken?.signs ?? [],
    software: tools.fingerprints.book.identify(observations),
    sites,
    ...(banner ? { banner } : {}),
    fingerprints: tools.fingerprints,
    now: tools.now(),
  }
  return seenOf(look, judge(look), pivots(look, spoken))
}

function seenOf(look: ServiceLook, weaknesses: SeenWeakness[], pivots: SeenPivot[]): SeenService {
  const { target, transport, names, protocol, secure, tls, software, banner, sites } = look
  return {
    address: target.address,
    port: target.port,
    transport,
    protocol: secure && protocol !== 'unknown' ? `${protocol}s` : protocol,
    names: [...names],
    ...(tls ? { tls: tls.seen } : {}),
    software: [...software],
    weaknesses,
    pivots,
    ...(banner ? { banner } : {}),
    ...(sites.length > 0 ? { pages: sites.flatMap(pagesOf).slice(0, MOST_PAGES) } : {}),
  }
}

function pagesOf(site: Site) {
  return allAnswers(site)
    .filter((answer) => answer !== site.missing)
    .map(({ url, status, headers, body }) => {
      const title = /<title[^>]{0,40}>([^<]{1,256})</i.exec(body.slice(0, 16_384))?.[1]
      const location = headers.find(([name]) => name === 'location')?.[1]
      return {
        url: plainText(url, 300),
        status,
        ...(title === undefined ? {} : { title: plainText(title, 160) }),
        ...(location === undefined ? {} : { location: plainText(location, 300) }),
      }
    })
}

/** Names in certificates and pages, and those a service gave of itself. */
function pivots({ target, tls, sites }: ServiceLook, spoken: Spoken | undefined): SeenPivot[] {
  const place = `${target.address}:${target.port}`
  const certificates = [
    ...(tls?.seen.chain.slice(0, 1) ?? []),
    ...(tls?.byName.map(({ certificate }) => certificate) ?? []),
  ]
  return [
    ...[...new Set(certificates.flatMap(({ names }) => names))].map((name) => ({
      name,
      technique: 'cert-san',
      source: `certificate of ${place}`,
    })),
    ...(spoken?.names ?? []).map(({ name, technique }) => ({ name, technique, source: `banner of ${place}` })),
    ...sites.flatMap(pivotsOf),
  ]
}

function ofCertificates(tls: TlsLook | undefined): Observation[] {
  const [leaf] = tls?.seen.chain ?? []
  if (!leaf) return []
  return [
    { source: 'x509.subject', text: leaf.subject, where: 'certificate subject' },
    { source: 'x509.issuer', text: leaf.issuer, where: 'certificate issuer' },
  ]
}
