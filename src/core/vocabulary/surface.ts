import type { CvssSeverity } from './cvss/index.ts'
import type { NamedAsset, RelationKind } from './relation.ts'

/**
 * Whether what was found is the organisation's: nobody knows yet, its own, a third party it leans on, only watched, not its
 * own, kept out of every look (whose it is was not asked).
 */
export const standings = ['candidate', 'owned', 'dependency', 'monitor-only', 'rejected', 'excluded'] as const
export type Standing = (typeof standings)[number]
/** What a person can say that an asset is: an exclusion is no word on whose it is. */
export type RuledStanding = Exclude<Standing, 'candidate' | 'excluded'>

/**
 * How closely a run looks, the cheapest first: the records of known names and new names, the certificates that known
 * services present, ports, what known services are, everything from the seeds on.
 */
export const discoveryLooks = ['names', 'certificates', 'ports', 'services', 'deep'] as const
export type DiscoveryLook = (typeof discoveryLooks)[number]

/**
 * How one asset led to the next; the steps of a path from a seed. A path may walk a step from its `to` to its `from`:
 * two domains registered to one organisation are joined by two steps that both lead to it.
 */
export interface SurfaceStep {
  kind: RelationKind
  from: NamedAsset
  to: NamedAsset
  /** The technique that saw it, and what in: `dns-mx` `MX of shop.example`, `cert-san` `certificate of 192.0.2.7:443`. */
  by: string
  how: string
  /** From 1 (a guess) to 100 (seen as such). */
  confidence: number
}

/** An asset as a discovery run leaves it. */
export interface SurfaceAsset {
  asset: NamedAsset
  standing: Standing
  /** From 1 to 100: how sure the standing is. */
  confidence: number
  /** Why, in words for people. */
  reason: string
  /** Shortest and surest way from a seed; empty for the seed itself. */
  path: SurfaceStep[]
}

/** What a name server says of a name. */
export interface SeenRecords {
  name: string
  type: string
  /** In presentation form, sorted. */
  values: string[]
  ttl?: number
}

/** Software that shows itself on a service. */
export interface SeenSoftware {
  product: string
  vendor?: string
  /** Only what is visible; never filled up from elsewhere. */
  version?: string
  /** CPE 2.3 formatted string. */
  cpe?: string
  purl?: string
  /** Revision of a distributor where the banner shows it: `3.22.04.1` of `Ubuntu-3ubuntu0.1`. */
  distribution?: { id: string; revision?: string }
  /** Which answer showed it: `Server header`, `SSH banner`. */
  where: string
  /** Rule that told it: id of a fingerprint with its set. */
  by: string
  confidence: number
}

/** What a TLS handshake showed. */
export interface SeenTls {
  /** By which name it was asked; absent where none was known. */
  name?: string
  versions: string[]
  /** Names of offered suites that are weak, as OpenSSL calls them. */
  weakCiphers: string[]
  chain: SeenCertificate[]
  /** Other leaves, which it presents by other names. */
  others?: SeenCertificate[]
  stapled?: boolean
  /** What the stapled answer says of the leaf (RFC 6960), where it can be read. */
  revocation?: SeenRevocation
}

/** A stapled answer: what the authority says of the leaf, and how long that holds. */
export interface SeenRevocation {
  status: 'good' | 'revoked' | 'unknown'
  saidAt: string
  until?: string
}

/** A certificate as presented, leaf first in a chain. */
export interface SeenCertificate {
  /** SHA-256 of the DER, hex in lower case: the asset's name. */
  fingerprint: string
  serial: string
  subject: string
  issuer: string
  names: string[]
  validFrom: string
  validTo: string
  key: { kind: string; bits?: number }
  signature: string
  selfSigned: boolean
  /** Where revocation can be asked for, as the certificate says: OCSP and lists (RFC 5280 section 4.2). */
  ocsp?: string[]
  crl?: string[]
  /** It must come with a stapled answer (RFC 7633). */
  mustStaple?: boolean
}

/** A weakness with what shows it. */
export interface SeenWeakness {
  /** Stable id of the check: `expired-cert`. */
  ruleId: string
  /** What tells it from others of the rule on the subject. */
  aspect?: string
  /** The sites, by the names that they were asked by, or certificates that show it. It stays the same when they change. */
  shownBy?: string[]
  subject: NamedAsset
  title: string
  severity: CvssSeverity
  /** What was seen, quoted and bounded. */
  evidence: string
  /** Why it matters, and how to mend it. */
  reason: string
  remedy: string
  references: string[]
}

/** A name or address that an answer led to. */
export interface SeenPivot {
  name: string
  /** `cert-san`, `html-link`, `http-redirect`, `smtp-banner` … */
  technique: string
  /** Where: `certificate of 192.0.2.7:443`. */
  source: string
}

/** What listens at one place. */
export interface SeenService {
  address: string
  port: number
  transport: 'tcp' | 'udp'
  /** `http`, `ssh`, `smtp` …; `unknown` where nothing was recognised. */
  protocol: string
  /** Names it was asked by, where the protocol has names. */
  names: string[]
  tls?: SeenTls
  software: SeenSoftware[]
  weaknesses: SeenWeakness[]
  pivots: SeenPivot[]
  /** First words it said, cleaned and bounded. */
  banner?: string
  /** For HTTP: what its pages say of themselves. */
  pages?: { url: string; status: number; title?: string; location?: string }[]
  /** Questions that it left without an answer: what was not found then may still be there. */
  unanswered?: number
}

/** What a discovery run says while it runs. Assets may come again when more is known. */
export type Discovered =
  | { type: 'asset'; asset: SurfaceAsset }
  | { type: 'step'; step: SurfaceStep }
  | { type: 'records'; records: SeenRecords }
  | { type: 'service'; service: SeenService }
  | { type: 'weakness'; weakness: SeenWeakness }
  | { type: 'looked'; subject: NamedAsset; by: string }
  | { type: 'trouble'; subject: NamedAsset; by: string; code: string; detail: string }
  | { type: 'progress'; stage: string; done: number; total: number }
