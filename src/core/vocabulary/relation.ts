import type { AssetKind } from './asset.ts'

/** Where the name of a relation comes from: OWASP Open Asset Model, CycloneDX, the OCI image specification, or ourselves. */
export type RelationSource = 'Open Asset Model' | 'CycloneDX' | 'OCI' | 'Lunette'

/** How a relation reads from either end. */
interface RelationWords {
  out: string
  in: string
}

/** Every kind of relation with its words: `shop.test` _resolves to_ `192.0.2.7`, which _is the address of_ `shop.test`. */
export const relationWords = {
  // Names and numbers of the network.
  dns_record: { out: 'resolves to', in: 'is resolved from' },
  ptr_record: { out: 'is named in reverse as', in: 'is the reverse name of' },
  node: { out: 'has the subdomain', in: 'is a subdomain of' },
  hostname: { out: 'answers to the name', in: 'is a name of' },
  ip_address: { out: 'has the address', in: 'is an address of' },
  announces: { out: 'announces', in: 'is announced by' },
  domain: { out: 'is of the domain', in: 'is the domain of' },
  refers_to: { out: 'refers to', in: 'is referred to by' },
  // What listens, and with what it proves itself.
  port: { out: 'offers', in: 'is offered by' },
  certificate: { out: 'presents', in: 'is presented by' },
  common_name: { out: 'is issued to', in: 'is the common name of' },
  san_dns_name: { out: 'also names', in: 'is also named by' },
  san_ip_address: { out: 'also names', in: 'is also named by' },
  san_email_address: { out: 'also names', in: 'is also named by' },
  san_url: { out: 'also names', in: 'is also named by' },
  issuing_certificate: { out: 'is issued by', in: 'issues' },
  // Who has it.
  registrant: { out: 'is registered to', in: 'is the registrant of' },
  parent: { out: 'is part of', in: 'has the part' },
  subsidiary: { out: 'has the subsidiary', in: 'is a subsidiary of' },
  sister: { out: 'is a sister of', in: 'is a sister of' },
  website: { out: 'has the website', in: 'is a website of' },
  // Software.
  contains: { out: 'contains', in: 'is contained in' },
  depends_on: { out: 'depends on', in: 'is needed by' },
  runs_on: { out: 'runs on', in: 'runs' },
  built_from: { out: 'is built from', in: 'is the source of' },
  based_on: { out: 'is based on', in: 'is the base of' },
} as const satisfies Record<string, RelationWords>

export type RelationKind = keyof typeof relationWords
export const relationKinds = Object.keys(relationWords) as RelationKind[]

/** One line of the table: such a relation may lead from each of these kinds of asset to each of those. */
export interface RelationRule {
  kind: RelationKind
  from: readonly AssetKind[]
  to: readonly AssetKind[]
  source: RelationSource
}

const names: readonly AssetKind[] = ['domain', 'hostname']
const software: readonly AssetKind[] = ['application', 'container-image', 'repository', 'ai-system']
const running: readonly AssetKind[] = ['application', 'container-image', 'service', 'ai-system', 'ai-model']

/**
 * Which relation may join which kinds. Labels and ends of the first part are those of the Open Asset Model
 * (github.com/owasp-amass/open-asset-model, relation.go; FQDN is our `domain` and `hostname`, TLSCertificate our
 * `certificate`, EmailAddress our `mailbox`); it has no hosts and no software, so that the rest names its own source.
 */
export const relationRules: readonly RelationRule[] = [
  oam('dns_record', names, [...names, 'ip-address']),
  oam('ptr_record', ['ip-address'], names),
  oam('node', names, names),
  oam('port', [...names, 'ip-address', 'url'], ['service']),
  oam('certificate', ['service'], ['certificate']),
  oam('common_name', ['certificate'], names),
  oam('san_dns_name', ['certificate'], names),
  oam('san_ip_address', ['certificate'], ['ip-address']),
  oam('san_email_address', ['certificate'], ['mailbox']),
  oam('san_url', ['certificate'], ['url']),
  oam('issuing_certificate', ['certificate'], ['certificate']),
  oam('domain', ['url', 'mailbox'], names),
  oam('ip_address', ['url'], ['ip-address']),
  oam('announces', ['autonomous-system'], ['netblock']),
  oam('contains', ['netblock'], ['ip-address']),
  oam('parent', ['organisation'], ['organisation']),
  oam('subsidiary', ['organisation'], ['organisation']),
  oam('sister', ['organisation'], ['organisation']),
  oam('website', ['organisation'], ['url']),
  // `components` within a component, and `dependencies`.
  { kind: 'contains', from: [...software, 'host'], to: [...software, 'ai-model'], source: 'CycloneDX' },
  { kind: 'depends_on', from: [...running, 'host'], to: [...running, 'host'], source: 'CycloneDX' },
  // `externalReferences` of type vcs; org.opencontainers.image.source says the same of an image.
  { kind: 'built_from', from: ['application', 'container-image'], to: ['repository'], source: 'CycloneDX' },
  // org.opencontainers.image.base.name.
  { kind: 'based_on', from: ['container-image'], to: ['container-image'], source: 'OCI' },
  { kind: 'runs_on', from: running, to: ['host'], source: 'Lunette' },
  { kind: 'hostname', from: ['host'], to: names, source: 'Lunette' },
  { kind: 'ip_address', from: ['host'], to: ['ip-address'], source: 'Lunette' },
  { kind: 'port', from: ['host'], to: ['service'], source: 'Lunette' },
  // What a page, a banner or a text record names, without saying more of it.
  {
    kind: 'refers_to',
    from: [...names, 'ip-address', 'service', 'url', 'organisation'],
    to: [...names, 'ip-address', 'netblock'],
    source: 'Lunette',
  },
  // RDAP (RFC 9083 section 5.1), the entity in the role of registrant.
  { kind: 'registrant', from: [...names, 'netblock', 'autonomous-system'], to: ['organisation'], source: 'Lunette' },
]

function oam(kind: RelationKind, from: readonly AssetKind[], to: readonly AssetKind[]): RelationRule {
  return { kind, from, to, source: 'Open Asset Model' }
}

/** The rule that allows a relation; `undefined`: no such relation joins these kinds. */
export function relationRule(kind: RelationKind, from: AssetKind, to: AssetKind): RelationRule | undefined {
  return relationRules.find((rule) => rule.kind === kind && rule.from.includes(from) && rule.to.includes(to))
}

/** An asset as a document names it. */
export interface NamedAsset {
  kind: AssetKind
  name: string
  purl?: string
}

/** A relation as a document states it; an end that is left out is the document's own subject. */
export interface ReportedRelation {
  kind: RelationKind
  from?: NamedAsset
  to?: NamedAsset
  /** Of a report on several hosts: which of them it speaks of. */
  host?: string
  /** From 1 (a guess) to 100 (seen or stated as such). */
  confidence: number
}

const transports = new Set(['udp', 'sctp'])

/** What listens at an address: by OWASP's model an asset of its own. Protocols that are no transport run over TCP. */
export function serviceAt(host: string, port: number, protocol = 'tcp'): NamedAsset {
  const transport = transports.has(protocol) ? protocol : 'tcp'
  return { kind: 'service', name: `${host.includes(':') ? `[${host}]` : host}:${port}/${transport}` }
}

/** A host as reports name it, as the asset of that name or address; a bare label (`localhost`) is neither. */
export function networkName(host: string): NamedAsset | undefined {
  if (host.includes(':') || /^\d+(?:\.\d+){3}$/.test(host)) return { kind: 'ip-address', name: host }
  return host.includes('.') ? { kind: 'hostname', name: host } : undefined
}
