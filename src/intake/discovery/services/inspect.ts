import type { ProbePort, ProbeTarget } from '#core/kernel'
import type { SeenPivot, SeenService } from '#core/vocabulary'
import type { Speakers } from '../contract.ts'
import { plainText, withoutMoments } from '../conversation/index.ts'
import { askedPaths, type ServiceLook } from '../exposures/index.ts'
import { type Fingerprints, mergeSoftware, type Observation } from '../fingerprints/index.ts'
import { lookAtTls, lookByMoreNames, type OpenForTls, type TlsLook } from '../tls/index.ts'
import { allAnswers, FAVICON, observeSites, pivotsOf, type Site, visitSites, type WebLine } from '../web/index.ts'
import type { Spoken } from './contract.ts'
import { type LineTerms, openPlain, openSecure } from './lines.ts'
import { type Recognised, recognise } from './recognise.ts'
import {
  addClaims,
  addPages,
  forgetSites,
  type InspectionMemory,
  judgeMore,
  nothingRemembered,
  type Remembered,
} from './remembered.ts'

export type { InspectionMemory } from './remembered.ts'

/** What an inspection may use. */
export interface InspectionTools {
  port: ProbePort
  signal: AbortSignal
  now(): number
  fingerprints: Fingerprints
  /** Who asks, told to web servers; a default names the project. */
  agent?: string
  /** Names in which the place was spoken of before. */
  speakers?: Speakers
}

/** Files that say where else to look. */
const wellKnown = ['/robots.txt', '/sitemap.xml', '/.well-known/security.txt', FAVICON]

/**
 * Looks at one open port: what it speaks, in which software, behind which certificates, where its pages lead and what is
 * wrong with it. With a memory, a place that was inspected is asked by the names that are new only; what is told is all
 * that it showed by any of its names, as if it had been asked by all of them at once.
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
  const place = before ?? nothingRemembered(recognised)
  const [tls, sites] = await Promise.all([
    tlsOf(terms, place, fresh, tools.speakers?.tls),
    sitesOf({ ...terms, names: fresh }, place, tools),
  ])
  memory.set(key, place)
  place.tls = tls
  place.names = [...terms.names]
  const hosts = place.sites.takeSilenced().map((name) => name ?? target.address)
  forgetSites(place, { hosts, port: target.port })
  return assemble(terms, place, sites, tools)
}

/** Opens the stream on which TLS begins, where there is TLS. */
function tlsOpener(terms: LineTerms, recognised: Recognised): OpenForTls | undefined {
  if (recognised.secure) return () => openPlain(terms)
  return recognised.kind === 'spoken' ? recognised.spoken.startTls : undefined
}

/**
 * What was shown to nobody in particular says little where names are known, and so it does where the name by which it was
 * looked at before comes late: then it is looked at as if that had come first.
 */
async function tlsOf(
  terms: LineTerms,
  { recognised, tls, names }: Remembered,
  fresh: readonly string[],
  speaker?: string | null,
): Promise<TlsLook | undefined> {
  const open = tlsOpener(terms, recognised)
  if (!open || (tls && fresh.length === 0)) return tls
  const isLate = speaker != null && fresh.includes(speaker) && tls?.seen.name !== speaker
  if (isLate) return lookAtTls(open, [speaker, ...terms.names.filter((name) => name !== speaker)])
  return tls && names.length > 0 ? lookByMoreNames(open, tls, fresh) : lookAtTls(open, terms.names)
}

async function sitesOf(
  terms: LineTerms,
  { recognised, sites: known }: Remembered,
  tools: InspectionTools,
): Promise<Site[]> {
  if (recognised.kind !== 'web') return []
  const paths = [...wellKnown, ...tools.fingerprints.book.pages, ...askedPaths]
  const visit = (names: readonly string[], onlyHttp2: boolean) =>
    visitSites(webLine(terms, recognised.secure, onlyHttp2, tools), {
      names,
      paths,
      known,
      speakers: tools.speakers?.sites ?? [],
    })
  const sites = await visit(terms.names, recognised.onlyHttp2 ?? false)
  // Some answer an older request by a complaint in its own words, and then speak HTTP/2 only.
  if (known.any || !recognised.secure || recognised.onlyHttp2) return sites
  known.askAgain()
  return visit(terms.names, true)
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
  place: Remembered,
  sites: readonly Site[],
  { fingerprints, now }: InspectionTools,
): SeenService {
  const { recognised, tls } = place
  const spoken = recognised.kind === 'spoken' ? recognised.spoken : undefined
  const protocol = spoken?.protocol ?? (recognised.kind === 'web' ? 'http' : 'unknown')
  const said = spoken?.banner ?? (recognised.kind === 'unknown' ? plainText(recognised.words, 200) : undefined)
  const banner = said && withoutMoments(said)
  const observations = [...(spoken?.observations ?? []), ...ofCertificates(tls), ...observeSites(sites)]
  addClaims(place, fingerprints.book.claimsOf(observations))
  const look: ServiceLook = {
    target: terms.target,
    transport: 'tcp',
    names: terms.names,
    protocol,
    secure: recognised.secure,
    ...(tls ? { tls } : {}),
    signs: spoken?.signs ?? [],
    software: mergeSoftware(place.claims),
    sites,
    ...(banner ? { banner } : {}),
    fingerprints,
    now: now(),
  }
  const pages = addPages(place, sites.flatMap(pagesOf))
  place.unanswered += sites.reduce((sum, { unanswered }) => sum + unanswered, 0)
  return {
    ...seenOf(look),
    ...(place.unanswered > 0 && { unanswered: place.unanswered }),
    ...(pages.length > 0 && { pages }),
    weaknesses: judgeMore(place, look),
    pivots: pivots(look, spoken),
  }
}

function seenOf({ target, transport, names, protocol, secure, tls, software, banner }: ServiceLook) {
  return {
    address: target.address,
    port: target.port,
    transport,
    protocol: secure && protocol !== 'unknown' ? `${protocol}s` : protocol,
    names: [...names],
    ...(tls ? { tls: tls.seen } : {}),
    software: [...software],
    ...(banner ? { banner } : {}),
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
  return [...(tls?.seen.chain.slice(0, 1) ?? []), ...(tls?.seen.others ?? [])].flatMap(({ subject, issuer }) => [
    { source: 'x509.subject', text: subject, where: 'certificate subject' },
    { source: 'x509.issuer', text: issuer, where: 'certificate issuer' },
  ])
}
