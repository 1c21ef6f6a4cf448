import { canonicalJson, digestOf } from '#core/kernel'
import {
  type Component,
  type NamedAsset,
  parsePurl,
  type ReportedFinding,
  type ReportedKind,
  type ReportedRelation,
  type SeenSoftware,
  type SeenWeakness,
  serviceAt,
} from '#core/vocabulary'
import type { KeptService, ObservationValue } from './observation.ts'

/** What was seen of one asset, as an inventory states it. */
export interface Reading {
  components: Component[]
  findings: ReportedFinding[]
  relations: ReportedRelation[]
}

export const READER = 'discovery'

/** What the observations of an asset that stand say of its software and of what is wrong with it. */
export function readingOf(asset: NamedAsset, observations: readonly ObservationValue[]): Reading {
  const reading: Reading = { components: [], findings: [], relations: [] }
  const refs = new Set<string>()
  for (const seen of observations) {
    if (seen.kind === 'weakness') reading.findings.push(findingOf(asset, seen.value))
    if (seen.kind !== 'service') continue
    const to = serviceAt(seen.value.address, seen.value.port, seen.value.transport)
    reading.relations.push({ kind: 'port', to, confidence: 100 })
    for (const leaf of seen.value.tls?.leaves ?? [])
      reading.relations.push({
        kind: 'certificate',
        from: to,
        to: { kind: 'certificate', name: leaf },
        confidence: 100,
      })
    for (const software of seen.value.software) {
      const component = componentOf(seen.value, software)
      if (!refs.has(component.ref)) reading.components.push(component)
      refs.add(component.ref)
    }
  }
  return reading
}

/** Two readings with the same digest say the same, in whatever order. */
export function digestOfReading({ components, findings, relations }: Reading): string {
  const inOrder = (all: readonly object[]) => all.map((one) => canonicalJson(one)).sort()
  return digestOf(canonicalJson([components, findings, relations].map(inOrder)))
}

function componentOf(service: KeptService, software: SeenSoftware): Component {
  const { product, cpe, purl, where, by } = software
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  const place = `${service.transport}/${service.port}`
  const version = versionOf(software)
  return {
    ref: [place, product, version ?? ''].join(' '),
    name: parsed?.ok ? parsed.value.name : product,
    ...(parsed?.ok && { purl: purl!, type: parsed.value.type }),
    ...(parsed?.ok && parsed.value.namespace && { namespace: parsed.value.namespace }),
    ...(version !== undefined && { version }),
    cpes: cpe === undefined ? [] : [cpe],
    ...(software.distribution && { distribution: { id: software.distribution.id } }),
    upstream: [],
    licences: [],
    location: place,
    dependsOn: [],
    evidence: [{ kind: 'banner', by: READER, path: where, pointer: by }],
  }
}

/** A distributor's build as matching reads it out of banners: `8.9p1 Ubuntu-3ubuntu0.6`. */
function versionOf({ version, distribution }: SeenSoftware): string | undefined {
  if (!version || !distribution?.revision) return version
  const family = { ubuntu: 'Ubuntu', debian: 'Debian', raspbian: 'Raspbian' }[distribution.id]
  return family ? `${version} ${family}-${distribution.revision}` : version
}

/** Rules whose finding is that something can be reached at all; the others are about how it is set up. */
const reachable =
  /^(?:open|exposed|unauthenticated|admin|login|default|directory)\b|-(?:exposed|open|reachable|without-authentication)$/

function findingOf(asset: NamedAsset, weakness: SeenWeakness): ReportedFinding {
  const { ruleId, aspect, subject, title, severity, evidence, reason, remedy, references } = weakness
  const kind: ReportedKind = reachable.test(ruleId) ? 'exposure' : 'misconfiguration'
  return {
    ref: [ruleId, subject.name, aspect ?? ''].join(' '),
    kind,
    ruleId,
    ...(aspect !== undefined && { aspect }),
    title,
    description: `${reason}\n\nSeen: ${evidence}`,
    severity,
    vulnerabilityIds: [],
    cwes: [],
    fixedVersions: [],
    place: placeOf(asset, subject),
    state: 'open',
    references,
    remedy,
  }
}

function placeOf(asset: NamedAsset, subject: NamedAsset): ReportedFinding['place'] {
  if (subject.kind === 'url') return { url: subject.name }
  const [, bracketed, plain, port, protocol] =
    subject.kind === 'service' ? (/^(?:\[([^\]]+)\]|([^:]+)):(\d+)\/(\w+)$/.exec(subject.name) ?? []) : []
  if (port) return { host: bracketed ?? plain ?? asset.name, port: Number(port), ...(protocol && { protocol }) }
  return { host: subject.name }
}
